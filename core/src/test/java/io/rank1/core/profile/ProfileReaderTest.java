package io.rank1.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.json.JsonException;
import io.rank1.core.pair.RerankRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileReaderTest {

  private static final String PLAIN =
      """
      {
        "profile": 1,
        "name": "mine",
        "method": "logits",
        "prompt": {"head": "Q {query} P ", "passage": "{passage}", "tail": " A"},
        "answer": {"tokens": ["yes", "no"], "formula": "softmax"}
      }
      """;

  @TempDir Path folder;

  private Profile read(String json) throws IOException {
    return ProfileReader.read(Files.writeString(folder.resolve("p.json"), json));
  }

  @Test
  void aFewLinesAreAProfile() throws IOException {
    ProfileMethod method = ProfileMethod.of(read(PLAIN));

    assertThat(method.prompt(new RerankRequest("q", "p")).text()).isEqualTo("Q q P p A");
    assertThat(method.profile().about().state()).isEqualTo(Profile.State.UNVERIFIED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "\"profile\": 1~\"profile\": 2~line 2: profile is not 1, the format",
        "\"mine\"~\"My own\"~line 3: name is not of small letters",
        "\"logits\"~\"guess\"~line 4: method is 'guess' and none of reason-logits, logits,",
        "\"logits\"~\"reason-logits\"~line 1: reasoning is missing: the method reason-logits needs it",
        "\"logits\"~\"reason-value\"~line 1: reasoning is missing",
        "{passage}~{text}~line 5: prompt.passage is no template: there is no field {text};",
        "{passage}~{query}~line 5: prompt.passage cannot be used: {passage} is to stand",
        "{query}~{num}~line 5: prompt.head has no field {num}",
        "\"tail\"~\"tale\"~line 5: prompt.tale is no key that is known here; head,",
        "\"softmax\"~\"sum\"~line 6: answer.formula is none of softmax, raw and sigmoid",
        "[\"yes\", \"no\"]~[\"yes\"]~line 6: answer.formula cannot be used: softmax does not take 1",
        "[\"yes\", \"no\"]~[1]~line 6: answer.tokens is not a list of texts",
        "[\"yes\", \"no\"]~\"yes\"~line 6: answer.tokens is not a list",
        "\"softmax\"~\"softmax\", \"scale\": 2~line 6: answer.formula has no scale",
        "\"softmax\"~\"sigmoid\", \"scale\": 0~line 6: answer.formula cannot be used: a sigmoid",
        "\"logits\",~\"logits\", \"limits\": {\"passage\": {}},~line 4: limits.passage is to have",
        "\"logits\",~\"logits\", \"limits\": {\"prompt-tokens\": 0},~limits.prompt-tokens is not a pos",
        "\"logits\",~\"logits\", \"text\": {\"query\": [\"upper\"]},~line 4: text.query[0] is 'upper' and none of new",
        "\"logits\",~\"logits\", \"matches\": {\"name\": \"(\"},~line 4: matches.name is no pattern:",
        "\"logits\",~\"logits\", \"value\": {},~line 4: value is too much: the method logits has none",
        "\"logits\",~\"logits\"~line 5 is no JSON",
        "[\"yes\", \"no\"]~[]~line 6: answer.tokens are missing; only where needs.head is row",
        "\"logits\",~\"logits\", \"needs\": {\"head\": \"row\"},~answer.tokens are not read where",
        "Q {query} P ~Q P ~line 5: prompt.head has no field {query}, and no other part has one",
        "\"tail\"~\"between\"~line 5: prompt.between is no key",
        "\"logits\",~\"logits\", \"identifiers\": \"letters\",~line 4: identifiers is too much",
        "\"logits\",~\"logits\", \"limits\": {\"context-tokens\": 5},~limits.context-tokens is no key",
        "\"logits\",~\"logits\", \"check\": {\"query\": \"q\"},~line 4: check.passage is missing",
      })
  void whatIsWrongIsToldWithItsLine(String what, String instead, String message) {
    assertThatThrownBy(() -> read(PLAIN.replace(what, instead)))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith(folder.resolve("p.json") + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static final String LISTS =
      """
      {
        "profile": 1,
        "name": "mine",
        "method": "permutation",
        "prompt": {"head": "Q {query} P ", "passage": "[{rank}] {passage}"},
        "ranking": {"window": 20, "stride": 10},
        "completion": {"most-tokens": 90},
        "parse": {"answer": [{"after-last": "<a>"}]}
      }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "\"stride\": 10~\"stride\": 30~line 6: ranking cannot be used: a stride of 30 leaves",
        "\"stride\": 10~\"strides\": 1~line 6: ranking.strides is no key that is known here;",
        "\"window\": 20~\"window\": 27~identifiers cannot be used: there are 26",
        "{\"after-last\": \"<a>\"}~{\"after-last\": \"\"}~line 8: parse cannot be used: an answer",
        "{\"after-last\": \"<a>\"}~{\"pattern\": \"(\"}~line 8: parse.answer[0].pattern is no pat",
        "{\"after-last\": \"<a>\"}~{\"take\": \"first\"}~line 8: parse.answer[0].take is none of",
        "\"most-tokens\": 90~\"least-tokens\": 9~line 7: completion.least-tokens needs most-tokens",
        "\"parse\"~\"sampling\": {\"top-p\": 7}, \"parse\"~line 8: sampling draws nothing without",
        "\"parse\": {~\"parse\": {\"lowest\": 0, ~line 8: parse.lowest is no key",
        "permutation~pick~line 6: ranking.window is no key that is known here; set-size, top,",
        "\"passage\": \"[~\"instruction-place\": \"field\", \"passage\": \"[~prompt.instruction-place is",
      })
  void whatIsWrongWithListsIsToldWithItsLine(String what, String instead, String message) {
    String json =
        what.contains("window")
            ? LISTS.replace("\"name\"", "\"identifiers\": \"letters\", \"name\"")
            : LISTS;
    assertThatThrownBy(() -> read(json.replace(what, instead)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theHashTellsNumbersApartThatADoubleDoesNot() throws IOException {
    String seeded =
        LISTS
            .replace("permutation", "group-scores")
            .replace(
                "\"window\": 20, \"stride\": 10",
                "\"group\": 5, \"shuffle-seed\": 9007199254740992");

    assertThat(read(seeded).hash()).isNotEqualTo(read(seeded.replace("992}", "993}")).hash());
    assertThat(read(LISTS.replace("\"name\"", "\"text\": null, \"name\"")).hash())
        .as("null is nothing")
        .isEqualTo(read(LISTS).hash());
  }

  @Test
  void theHashIsOfWhatDecidesAScore() throws IOException {
    String hash = read(PLAIN).hash();

    assertThat(read(PLAIN.replace("\n", "")).hash()).isEqualTo(hash);
    assertThat(read(PLAIN.replace("1,", "1.0,")).hash()).isEqualTo(hash);
    assertThat(
            read(PLAIN.replace("\"method\"", "\"matches\": {\"name\": \"x\"}, \"method\"")).hash())
        .isEqualTo(hash);
    assertThat(read(PLAIN.replace(" A\"", " B\"")).hash()).isNotEqualTo(hash);
    assertThat(read(PLAIN.replace("mine", "yours")).hash()).isNotEqualTo(hash);
    assertThat(read(PLAIN.replace("[\"yes\", \"no\"]", "[\"no\", \"yes\"]")).hash())
        .isNotEqualTo(hash);
  }
}
