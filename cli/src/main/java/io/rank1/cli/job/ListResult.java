package io.rank1.cli.job;

import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.algorithm.ListOrder;
import io.rank1.core.listwise.algorithm.ListOrder.ScoreKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What became of a query, as much as the outputs need.
 *
 * @param candidates their numbers in the first stage's order, best first
 * @param kinds what the scores are made of, in the same order
 * @param scores the scores; NaN where there is none
 * @param failure why the query could not be ranked, so that the order is the first stage's
 * @param calls what decided the order; empty where nobody wants to know
 */
record ListResult(
    int[] candidates,
    ScoreKind[] kinds,
    double[] scores,
    Optional<String> failure,
    List<ListOrder.Call> calls) {

  /** A ranking, with or without its calls. */
  static ListResult of(ListRanking ranking, boolean withCalls) {
    List<ListRanking.Ranked> passages = ranking.passages();
    return new ListResult(
        passages.stream().mapToInt(ListRanking.Ranked::index).toArray(),
        passages.stream().map(ListRanking.Ranked::kind).toArray(ScoreKind[]::new),
        passages.stream().mapToDouble(passage -> passage.score().orElse(Double.NaN)).toArray(),
        Optional.empty(),
        withCalls ? ranking.order().calls() : List.of());
  }

  /** A query that keeps the first stage's order, for a reason. */
  static ListResult failed(int candidates, String cause) {
    ScoreKind[] kinds = new ScoreKind[candidates];
    double[] scores = new double[candidates];
    Arrays.fill(kinds, ScoreKind.NONE);
    Arrays.fill(scores, Double.NaN);
    return new ListResult(
        IntStream.range(0, candidates).toArray(), kinds, scores, Optional.of(cause), List.of());
  }
}
