package io.rank1.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.input.InputException;
import io.rank1.cli.trec.QueryPair;
import io.rank1.cli.trec.QueryPairs;
import io.rank1.cli.trec.Run;
import io.rank1.cli.trec.ScoredDocument;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryPairEvaluatorTest {

  private static QueryPair pair(String id) {
    return new QueryPair(
        id, new QueryPair.Half(id + "_q1", "x"), new QueryPair.Half(id + "_q2", "y"));
  }

  /** Documents with scores, such as x2 y1. */
  private static List<ScoredDocument> ranking(String text) {
    return Arrays.stream(text.split(" "))
        .map(word -> new ScoredDocument(word.substring(0, 1), Float.parseFloat(word.substring(1))))
        .toList();
  }

  private static RunScores scores(QueryPairs pairs, Map<String, String> rankings)
      throws InputException {
    Map<String, List<ScoredDocument>> documents = new HashMap<>();
    rankings.forEach((topic, text) -> documents.put(topic, ranking(text)));
    return new QueryPairEvaluator(pairs).evaluate("a", new Run("a.run", documents));
  }

  @ParameterizedTest
  @CsvSource({
    "x2 y1,    y2 x1,    1", // both right
    "x2 y1,    x2 y1,    0", // one document always first
    "y2 x1,    x2 y1,    0", // both wrong
    "x1 y1,    y2 x1,    0", // a tie is wrong
    "y1 x1,    y2 x1,    0", // in either order
    "x2 y1,    y1 x1,    0",
    "z3 x2 y1, y2 x1 z0, 1", // others do not matter
    "x2,       y2 x1,    1", // the other is not there, and so below
    "y2,       y2 x1,    0", // its own is not there
    "z1,       y2 x1,    0" // neither is
  })
  void bothQueriesHaveToBeRight(String first, String second, double expected) throws Exception {
    QueryPairs pairs = new QueryPairs("pairs", List.of(pair("1")));
    RunScores scores = scores(pairs, Map.of("1_q1", first, "1_q2", second));
    assertThat(scores.values().get(PairMeasure.PAIRWISE_ACCURACY)).containsExactly(expected);
  }

  @Test
  void isTheShareOfRightPairs() throws Exception {
    QueryPairs pairs = new QueryPairs("pairs", List.of(pair("3"), pair("1"), pair("2")));
    RunScores scores =
        scores(
            pairs,
            Map.of("1_q1", "x2 y1", "1_q2", "y1", "2_q1", "x1 y2", "2_q2", "y2 x1", "3_q1", "x1"));
    assertThat(scores.topics()).containsExactly("1", "2", "3");
    assertThat(scores.values().get(PairMeasure.PAIRWISE_ACCURACY)).containsExactly(1.0, 0.0, 0.0);
    assertThat(scores.mean(PairMeasure.PAIRWISE_ACCURACY)).isEqualTo(1.0 / 3);
    assertThat(scores.coverage()).isEqualTo(Coverage.ofPairs(0, 1, 1));
  }

  @Test
  void refusesARunWithoutAPair() {
    QueryPairs pairs = new QueryPairs("pairs", List.of(pair("1")));
    assertThatThrownBy(() -> scores(pairs, Map.of("1_q1", "x1", "1", "x1")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "a.run: it has both topics of no pair, such as 1_q1 and 1_q2; do pairs and the run"
                + " belong together?");
  }
}
