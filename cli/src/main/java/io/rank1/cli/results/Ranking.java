package io.rank1.cli.results;

import io.rank1.cli.output.Relevance;
import io.rank1.cli.trec.Utf8Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a query's passages, which is total: scored ones first, by the log odds that their
 * scores say, the largest first; then those that were to be scored and have no score; then those
 * that were not to be scored. Among equals the first stage's rank decides, where there is one, then
 * the line of the input, then the docid by its bytes. A job in two passes has an order of its own
 * for all that was to be scored: that of {@link io.rank1.core.cascade.CascadeRanking}. So has a
 * ranking by lists.
 */
final class Ranking {

  private static final Comparator<ResultRow> BEST_FIRST =
      Comparator.comparingInt(Ranking::group)
          .thenComparingInt(Ranking::position)
          .thenComparing(
              Comparator.comparingDouble(
                      (ResultRow row) -> row.relevance().map(Relevance::logOdds).orElse(0.0))
                  .reversed())
          .thenComparingInt(
              row -> row.place().firstStage().map(first -> first.rank()).orElse(Integer.MAX_VALUE))
          .thenComparingLong(row -> row.place().line().orElse(Long.MAX_VALUE))
          .thenComparing(row -> row.requireIds().docid(), Utf8Order.ASCENDING);

  private Ranking() {}

  /** A query's rows, the best first, with their ranks. */
  static List<ResultRow> of(List<ResultRow> rows) {
    List<ResultRow> sorted = new ArrayList<>(rows);
    sorted.sort(BEST_FIRST);
    for (int i = 0; i < sorted.size(); i++) {
      sorted.set(i, sorted.get(i).ranked(i + 1));
    }
    return sorted;
  }

  private static int position(ResultRow row) {
    return row.list()
        .map(ListStanding::position)
        .or(() -> row.cascade().map(CascadeStanding::position))
        .orElse(0);
  }

  private static int group(ResultRow row) {
    if (row.list().isPresent()) {
      return 0;
    }
    if (row.entry().isEmpty()) {
      return 2;
    }
    return row.relevance().isPresent() ? 0 : 1;
  }
}
