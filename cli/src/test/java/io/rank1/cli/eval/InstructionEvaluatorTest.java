package io.rank1.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.ChangedDocuments;
import io.rank1.cli.trec.Run;
import io.rank1.cli.trec.ScoredDocument;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionEvaluatorTest {

  private static final ChangedDocuments ONE =
      new ChangedDocuments("diff", Map.of("1", Set.of("x")));

  /** Rankings of documents that are one letter each. */
  private static Run run(Map<String, String> rankings) {
    Map<String, List<ScoredDocument>> documents = new HashMap<>();
    rankings.forEach(
        (topic, letters) ->
            documents.put(
                topic,
                Arrays.stream(letters.split(""))
                    .map(docid -> new ScoredDocument(docid, 1))
                    .toList()));
    return new Run("a.run", documents);
  }

  private static RunScores scores(ChangedDocuments changes, Map<String, String> rankings)
      throws InputException {
    return new InstructionEvaluator(changes).evaluate("a", run(rankings));
  }

  /** Below 0 where x goes up, and above where it goes down. */
  @ParameterizedTest
  @CsvSource({
    "xab,   xab,    0", // stays
    "xab,   abx,    0.666666667", // 1 to 3: 1 - (1 / 3) / (1 / 1)
    "abx,   xab,   -0.666666667", // 3 to 1: (1 / 3) / (1 / 1) - 1
    "axbc,  abcx,   0.5", // 2 to 4: 1 - (1 / 4) / (1 / 2)
    "abcdx, abcxd, -0.2", // 5 to 4: (1 / 5) / (1 / 4) - 1
    "axb,   ab,     0.333333333", // 2 to none, which is 3: 1 - (1 / 3) / (1 / 2)
    "ab,    abcx,   0.25", // none, which is 3, to 4: 1 - (1 / 4) / (1 / 3)
    "abc,   ab,    -0.25" // none and none, which is 4 and 3: (1 / 4) / (1 / 3) - 1
  })
  void followsADocumentsRank(String original, String changed, double expected) throws Exception {
    RunScores scores = scores(ONE, Map.of("1-og", original, "1-changed", changed));
    assertThat(scores.topics()).containsExactly("1");
    assertThat(scores.mean(PairMeasure.P_MRR)).isCloseTo(expected, within(1e-9));
  }

  /** Of x and y in query 1, and z in query 2: ((1/2 - 1/2) / 2 + 3/4) / 2, not a third of it. */
  @Test
  void averagesFirstForEachQuery() throws Exception {
    ChangedDocuments changes =
        new ChangedDocuments("diff", Map.of("1", Set.of("x", "y"), "2", Set.of("z")));
    RunScores scores =
        scores(
            changes, Map.of("1-og", "xy", "1-changed", "yx", "2-og", "zabc", "2-changed", "abcz"));
    assertThat(scores.values().get(PairMeasure.P_MRR)).containsExactly(0.0, 0.75);
    assertThat(scores.mean(PairMeasure.P_MRR)).isEqualTo(0.375);
    assertThat(scores.coverage()).isEqualTo(Coverage.ofPairs(0, 0, 0));
  }

  @Test
  void aQueryThatLacksARankingIsZeroAndNoted() throws Exception {
    ChangedDocuments changes =
        new ChangedDocuments("diff", Map.of("1", Set.of("x"), "2", Set.of("x"), "3", Set.of("x")));
    RunScores scores =
        scores(
            changes, Map.of("1-og", "xa", "1-changed", "ab", "2-og", "xa", "3", "x", "4-og", "x"));
    assertThat(scores.values().get(PairMeasure.P_MRR))
        .satisfiesExactly(
            value -> assertThat(value).isCloseTo(2.0 / 3, within(1e-9)),
            value -> assertThat(value).isZero(),
            value -> assertThat(value).isZero());
    assertThat(scores.coverage())
        .isEqualTo(new Coverage(Coverage.Subject.PAIR, 2, 2, OptionalInt.of(1), 0));
    assertThat(scores.coverage().notes())
        .containsExactly(
            "left out, as they are of no pair that counts: 2 topics",
            "counted as 0, as the run lacks a query of them: 2 pairs",
            "ranked below all others, as the run lacks them: 1 document");
  }

  @Test
  void refusesARunWithoutAPair() {
    assertThatThrownBy(() -> scores(ONE, Map.of("1-og", "x", "1", "x")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "a.run: it has both topics of no query, such as 1-og and 1-changed; do diff and the run"
                + " belong together?");
  }
}
