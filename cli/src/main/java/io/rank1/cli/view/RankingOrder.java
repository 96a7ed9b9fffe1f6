package io.rank1.cli.view;

import io.rank1.cli.output.Relevance;
import io.rank1.cli.trec.Utf8Order;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The order of a query's passages: by the rank that the output gives, else by the log odds of the
 * score, largest first; then by first-stage rank, docid as bytes, and line. What is missing comes
 * behind what is there, so passages without a score come last.
 */
enum RankingOrder implements Comparator<Standing> {
  BEST_FIRST;

  private static final Comparator<Standing> ORDER =
      Comparator.comparingInt((Standing s) -> behind(s.rank()))
          .thenComparing(byScore(Standing::relevance));

  @Override
  public int compare(Standing left, Standing right) {
    return ORDER.compare(left, right);
  }

  private static Comparator<Standing> byScore(Function<Standing, Optional<Relevance>> score) {
    return Comparator.comparingDouble((Standing s) -> lastIfNone(score.apply(s)))
        .thenComparingInt(s -> behind(s.firstStageRank()))
        .thenComparing(s -> s.docid().orElse(""), Utf8Order.ASCENDING)
        .thenComparingLong(Standing::line);
  }

  /** Log odds are finite. */
  private static double lastIfNone(Optional<Relevance> score) {
    return score.map(relevance -> -relevance.logOdds()).orElse(Double.POSITIVE_INFINITY);
  }

  private static int behind(int rank) {
    return rank == 0 ? Integer.MAX_VALUE : rank;
  }

  /**
   * The places of a query's passages by the first pass of a cascade alone, from 1, in the order
   * that they are given in; 0 where that gave no score.
   */
  static int[] firstPassRanks(List<Standing> standings) {
    int[] ranks = new int[standings.size()];
    List<Integer> sorted =
        IntStream.range(0, ranks.length)
            .filter(i -> standings.get(i).firstPass().isPresent())
            .boxed()
            .sorted(Comparator.comparing(standings::get, byScore(Standing::firstPass)))
            .toList();
    for (int place = 0; place < sorted.size(); place++) {
      ranks[sorted.get(place)] = place + 1;
    }
    return ranks;
  }
}
