package io.rank1.cli.view;

import io.rank1.cli.trec.Utf8Order;
import java.util.Comparator;

/**
 * The order of a query's passages: by the rank that the output gives, else by the difference of the
 * logits, largest first; then by first-stage rank, docid as bytes, and line. What is missing comes
 * behind what is there, so passages without a score come last.
 */
enum RankingOrder implements Comparator<Standing> {
  BEST_FIRST;

  private static final double LAST = Double.POSITIVE_INFINITY; // logits are finite

  private static final Comparator<Standing> ORDER =
      Comparator.comparingInt((Standing s) -> behind(s.rank()))
          .thenComparingDouble(s -> s.score().map(score -> -score.difference()).orElse(LAST))
          .thenComparingInt(s -> behind(s.firstStageRank()))
          .thenComparing(s -> s.docid().orElse(""), Utf8Order.ASCENDING)
          .thenComparingLong(Standing::line);

  @Override
  public int compare(Standing left, Standing right) {
    return ORDER.compare(left, right);
  }

  private static int behind(int rank) {
    return rank == 0 ? Integer.MAX_VALUE : rank;
  }
}
