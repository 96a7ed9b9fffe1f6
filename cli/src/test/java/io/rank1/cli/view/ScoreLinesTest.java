package io.rank1.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.Finish;
import io.rank1.cli.output.Relevance;
import io.rank1.core.cascade.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lines tell of scores: by logits or without, of several samples, and of two passes. */
class ScoreLinesTest {

  private static final String CHAINS =
      "\"spread\":0.25,\"samples\":[{\"score\":0.73,\"label\":\"true\",\"logit_true\":1.5,"
          + "\"logit_false\":0.5,\"finish_reason\":\"answered\",\"completion_tokens\":7,"
          + "\"reasoning\":\"one\"},{\"score\":0.25,\"finish_reason\":\"tired\"}]";

  @TempDir Path dir;
  private final List<PairLine> pairs = new ArrayList<>();

  private FileFacts read(String text) throws IOException, InputException {
    pairs.clear();
    return ResultFile.at(Files.writeString(dir.resolve("file"), text)).read(pairs::add);
  }

  /** Of direct passes, of chains that ended early, and of a version to come. */
  @ParameterizedTest
  @ValueSource(strings = {"direct", "early_exit", "tired_of_it"})
  void keepsEveryFinishReason(String name) throws Exception {
    read("{\"query\":\"a\",\"finish_reason\":\"" + name + "\"}\n");
    assertThat(pairs.get(0).standing().finish()).contains(new Finish(name));
  }

  @Test
  void theBestThatALineSaysOfItsScoreCounts() throws Exception {
    read(
        "{\"query\":\"a\",\"score\":0.5,\"value\":3,\"logit_true\":2,\"logit_false\":0}\n"
            + "{\"query\":\"a\",\"score\":0.5,\"value\":3,"
            + "\"evidence\":{\"logit_true\":1.5,\"logit_false\":0}}\n"
            + "{\"query\":\"a\",\"score\":0.5,\"value\":-0.1234567890123,\"evidence\":{}}\n"
            + "{\"query\":\"a\",\"score\":0.75}\n");
    assertThat(pairs)
        .extracting(pair -> pair.standing().relevance().orElseThrow().logOdds())
        .containsExactly(2.0, 1.5, -0.1234567890123, Math.log(0.75) - Math.log1p(-0.75));
  }

  /** Rounded odds, which are above or below all that are not. */
  @Test
  void certainProbabilitiesHaveFiniteOdds() throws Exception {
    read(
        "{\"query\":\"a\",\"score\":0}\n{\"query\":\"a\",\"score\":1e-300}\n"
            + "{\"query\":\"a\",\"score\":0.9999999999999}\n{\"query\":\"a\",\"score\":1}\n");
    List<Double> odds =
        pairs.stream().map(pair -> pair.standing().relevance().orElseThrow().logOdds()).toList();
    assertThat(odds).isSorted().doesNotHaveDuplicates();
    assertThat(pairs.get(0).standing().relevance().orElseThrow().probability()).isLessThan(1e-300);
    assertThat(pairs.get(3).standing().relevance().orElseThrow().probability())
        .isGreaterThan(0.9999999999999);
  }

  @Test
  void readsTheSamplesOfOutputsAndJournals() throws Exception {
    Samples expected =
        new Samples(
            Optional.of(0.25),
            List.of(
                new Samples.Chain(
                    Optional.of(new Relevance(1)), Optional.of(new Finish("answered")), 7, "one"),
                new Samples.Chain(
                    Optional.of(Relevance.ofProbability(0.25)),
                    Optional.of(new Finish("tired")),
                    0,
                    "")));
    read("{\"query\":\"a\",\"score\":0.5,\"reasoning\":\"one\"," + CHAINS + "}\n");
    assertThat(pairs.get(0).texts().samples()).isEqualTo(expected);
    assertThat(pairs.get(0).texts().length()).isEqualTo("a".length() + 2 * "one".length());
    read("{\"query\":\"a\",\"value\":0.0,\"evidence\":{" + CHAINS + "}}\n");
    assertThat(pairs.get(0).texts().samples()).isEqualTo(expected);
  }

  @Test
  void aLineTornAmongItsSamplesIsLeftOut() throws Exception {
    String line = "{\"query\":\"a\"," + CHAINS + "}";
    for (int length = 1; length < line.length(); length++) {
      assertThat(read("{\"query\":\"a\"}\n" + line.substring(0, length)).torn())
          .as("%d", length)
          .hasValue(2);
    }
  }

  @Test
  void readsBothPassesOfACascade() throws Exception {
    FileFacts facts =
        read(
            "{\"query\":\"a\",\"score\":0.9,\"model\":\"m\",\"decided_by\":\"thinking\","
                + "\"first_pass\":{\"score\":0.5,\"label\":\"true\",\"logit_true\":2,"
                + "\"logit_false\":1,\"finish_reason\":\"direct\",\"prompt_tokens\":9,"
                + "\"model\":\"small\"}}\n{\"query\":\"a\",\"score\":null,\"decided_by\":\"direct\","
                + "\"first_pass\":{\"score\":null,\"finish_reason\":\"failed\"}}\n");
    assertThat(pairs)
        .extracting(pair -> pair.standing().passes())
        .containsExactly(
            Optional.of(new Passes(Pass.THINKING, Optional.of(new Relevance(1)))),
            Optional.of(new Passes(Pass.DIRECT, Optional.empty())));
    assertThat(facts.models()).containsExactly("m");
    assertThat(facts.firstModels()).containsExactly("small");
  }
}
