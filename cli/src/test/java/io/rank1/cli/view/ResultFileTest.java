package io.rank1.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.Finish;
import io.rank1.cli.output.Relevance;
import io.rank1.core.pair.FinishReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFileTest {

  private static final String HEADER = "{\"rank1_journal\":1,\"model\":\"m\",\"runtime\":\"r\"}\n";
  private static final String FIRST =
      "{\"key\":\"a1\",\"qid\":\"q1\",\"docid\":\"d1\",\"query\":\"é\",\"passage\":\"p\",\"crc\":\"1\"}\n";

  @TempDir Path dir;
  private final List<PairLine> pairs = new ArrayList<>();

  private FileFacts read(String text) throws IOException, InputException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private FileFacts read(byte[] bytes) throws IOException, InputException {
    pairs.clear();
    return ResultFile.at(Files.write(dir.resolve("file"), bytes)).read(pairs::add);
  }

  @Test
  void readsJournalsOfBothVersions() throws Exception {
    String first =
        "{\"key\":\"a1\",\"qid\":\"q1\",\"docid\":\"d1\",\"score\":0.5,\"label\":\"false\","
            + "\"logit_true\":1.5,\"logit_false\":2.5,\"query\":\"é\",\"passage\":\"p\"}\n";
    String second =
        "{\"key\":\"a1\",\"qid\":\"q1\",\"docid\":\"d1\",\"value\":-1.0,\"evidence\":{"
            + "\"logit_true\":1.5,\"logit_false\":2.5},\"query\":\"é\",\"passage\":\"p\"}\n";
    read(HEADER + first);
    List<PairLine> old = List.copyOf(pairs);
    FileFacts facts =
        read("{\"rank1_journal\":2,\"model\":\"m\",\"recipe\":{\"runtime\":\"r\"}}\n" + second);
    assertThat(pairs).isEqualTo(old);
    assertThat(pairs.get(0).standing().relevance()).contains(new Relevance(-1));
    assertThat(facts)
        .isEqualTo(
            new FileFacts(
                FileFacts.Kind.JOURNAL,
                List.of("m"),
                List.of(),
                List.of("r"),
                OptionalLong.empty()));
  }

  @Test
  void readsEveryFieldThatIsShown() throws Exception {
    FileFacts facts =
        read(
            "\uFEFF{\"rank\":2,\"first_stage_rank\":7,\"first_stage_score\":1.5,\"qid\":\"q\","
                + "\"docid\":\"d\",\"query\":\"a\",\"instruction\":\"i\",\"passage\":\"b\","
                + "\"score\":0.8,\"label\":\"true\",\"logit_true\":2.5,\"logit_false\":1,"
                + "\"reasoning\":\"c\",\"finish_reason\":\"forced_by_budget\",\"prompt_tokens\":5,"
                + "\"completion_tokens\":6,\"truncated\":true,\"model\":\"m\",\"runtime\":\"r\","
                + "\"timings\":{\"total_ms\":1.5},\"new\":[{}]}\r\n");

    assertThat(facts)
        .isEqualTo(
            new FileFacts(
                FileFacts.Kind.OUTPUT,
                List.of("m"),
                List.of(),
                List.of("r"),
                OptionalLong.empty()));
    assertThat(pairs)
        .containsExactly(
            new PairLine(
                QueryId.ofQid("q"),
                new Standing(
                    Optional.of("d"),
                    1,
                    2,
                    7,
                    Optional.of(new Relevance(1.5)),
                    Optional.of(Finish.of(FinishReason.FORCED_BY_BUDGET)),
                    Optional.empty()),
                new PairTexts("a", "i", "b", "c", Samples.NONE, 5, 6, true, Optional.empty()),
                Optional.empty(),
                Optional.of("m"),
                Optional.empty(),
                Optional.of("r")));
  }

  @Test
  void aPairWithoutAScoreHasNone() throws Exception {
    read(
        "{\"line\":4,\"query\":\"a\",\"passage\":\"b\",\"score\":null,\"label\":null,"
            + "\"logit_true\":null,\"logit_false\":null,\"finish_reason\":\"failed\","
            + "\"error\":\"why\"}\n");

    assertThat(pairs.get(0).query()).isEqualTo(QueryId.ofText("a"));
    assertThat(pairs.get(0).standing())
        .isEqualTo(
            new Standing(
                Optional.empty(),
                4,
                0,
                0,
                Optional.empty(),
                Optional.of(Finish.of(FinishReason.FAILED)),
                Optional.empty()));
    assertThat(pairs.get(0).texts().error()).contains("why");
  }

  @Test
  void withoutIdsOrLineTheLineOfTheFileCounts() throws Exception {
    read("{\"query\":\"a\"}\n{\"query\":\"b\"}\n\n");
    assertThat(pairs).extracting(pair -> pair.standing().line()).containsExactly(1L, 2L);
  }

  @Test
  void readsJournalsWithLaterHeaders() throws Exception {
    FileFacts facts = read(HEADER + FIRST + HEADER.replace("\"m\"", "\"n\"") + FIRST);
    assertThat(facts)
        .isEqualTo(
            new FileFacts(
                FileFacts.Kind.JOURNAL,
                List.of("m", "n"),
                List.of(),
                List.of("r"),
                OptionalLong.empty()));
    assertThat(pairs).hasSize(2).allMatch(pair -> pair.key().equals(Optional.of("a1")));
  }

  /** Wherever the last line breaks off, even in the middle of a character. */
  @Test
  void leavesOutATornLastLine() throws Exception {
    byte[] whole = (HEADER + FIRST + FIRST).getBytes(StandardCharsets.UTF_8);
    int last = (HEADER + FIRST).getBytes(StandardCharsets.UTF_8).length;
    for (int length = last + 1; length < whole.length - 1; length++) {
      FileFacts facts = read(Arrays.copyOf(whole, length));
      assertThat(facts.torn()).as("%d bytes", length).hasValue(3);
      assertThat(pairs).hasSize(1);
    }
    assertThat(read(Arrays.copyOf(whole, whole.length - 1)).torn()).isEmpty();
    assertThat(pairs).hasSize(2);
  }

  /** A job that finishes its line while it is looked at. */
  @Test
  void whatIsAddedMeanwhileDoesNotCount() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), FIRST + FIRST.substring(0, 20));
    FileFacts facts =
        ResultFile.at(file)
            .read(
                pair -> {
                  pairs.add(pair);
                  append(file, FIRST.substring(20) + FIRST);
                });
    assertThat(facts.torn()).hasValue(2);
    assertThat(pairs).hasSize(1);
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void unpacksGzipAndRefusesHalfOfIt() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write((HEADER + FIRST).getBytes(StandardCharsets.UTF_8));
    }
    read(packed.toByteArray());
    assertThat(pairs).hasSize(1);

    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() - 12);
    assertThatThrownBy(() -> read(half)).hasMessageContaining("damaged gzip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q1 Q0 d1 1 0.5 rank1\n",
        "q1\td1\t0.5\ttrue\tanswered\n",
        "{\"q1\": {\"d1\": 0.5}}",
        "{\n  \"q1\": {\n    \"d1\": 0.5\n  }\n}\n",
        "{\"_id\": \"q1\", \"text\": \"a query\"}\n",
        "[1, 2]\n",
        "{\"query\":\"a\"} {\"query\":\"b\"}\n"
      })
  void saysWhereTheReasoningIs(String other) {
    assertThatThrownBy(() -> read(other))
        .isInstanceOf(InputException.class)
        .hasMessage(
            dir.resolve("file")
                + ":1: neither an output in jsonl nor a journal; the reasoning is in these two,"
                + " and not in TREC runs, tsv, or the JSON of scores");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"query":1}                                  | the field query is not a text
          {"query":{}}                                 | the field query is not a text
          {"query":"a","rank":0}                       | the field rank is not a whole number from 1 on
          {"query":"a","rank":1.5}                     | the field rank is not a whole number from 1 on
          {"query":"a","first_stage_rank":"x"}         | the field first_stage_rank is not a number
          {"query":"a","truncated":"no"}               | the field truncated is not true or false
          {"query":"a","logit_true":1e99}              | the field logit_true is not a finite number
          {"query":"a","logit_true":1}                 | one of the fields logit_true and logit_false is missing
          {"query":"a","score":1.5}                    | the field score is not a probability
          {"query":"a","score":-0.1}                   | the field score is not a probability
          {"query":"a","value":1e999}                  | the field value is not a finite number
          {"query":"a","evidence":{"logit_false":1}}   | one of the fields evidence.logit_true and evidence.logit_false is missing
          {"query":"a","samples":{}}                   | the field samples is not a list of objects
          {"query":"a","samples":[{},1]}               | the field samples is not a list of objects
          {"query":"a","samples":[{"score":2}]}        | the field score is not a probability
          {"query":"a","spread":"wide"}                | the field spread is not a number
          {"query":"a","decided_by":"luck"}            | the field decided_by is not direct or thinking
          {"query":"a","decided_by":"direct","first_pass":{"score":7}} | the field first_pass.score is not a probability
          {"query":"a","qid":"q"}                      | one of the fields qid and docid is missing
          {"query":"a","finish_reason":"so tired"}     | the field finish_reason is not a word of small letters, digits and underscores
          {"passage":"a"}                              | there is no field query
          """)
  void refusesBadFieldsEvenInTheLastLine(String line, String complaint) {
    assertThatThrownBy(() -> read(FIRST + line + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(dir.resolve("file") + ":2: " + complaint);
  }

  @Test
  void refusesBadLinesBeforeTheLast() throws Exception {
    assertThatThrownBy(() -> read(FIRST + "{\"query\":\n" + FIRST))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(dir.resolve("file") + ":2: ");
    assertThatThrownBy(() -> read(FIRST + "\n" + FIRST))
        .hasMessage(dir.resolve("file") + ":2: blank line; remove it");
    byte[] latin1 = (FIRST + FIRST + FIRST).getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(latin1))
        .hasMessage(dir.resolve("file") + ":1: invalid UTF-8; convert the file to UTF-8");
  }

  @Test
  void refusesWhatHoldsNoPairs() {
    assertThatThrownBy(() -> read("")).hasMessage(dir.resolve("file") + ": no pairs");
    assertThatThrownBy(() -> read(HEADER))
        .hasMessage(dir.resolve("file") + ": no pairs yet, only the journal's header");
    assertThatThrownBy(() -> ResultFile.at(dir)).hasMessageEndingWith("it is a directory");
    assertThatThrownBy(() -> ResultFile.at(Path.of("/dev/null")))
        .hasMessageEndingWith("not a regular file");
  }
}
