package io.rank1.cli.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rows of a job, in either of the orders that formats want. */
public interface ResultRows {

  /** The rows in pieces: of one query each and ranked, or as the job has them. */
  Iterable<List<ResultRow>> in(ResultFormat.Order order);

  /**
   * The rows of rankings, which every format has ranked.
   *
   * @param byQuery the rows of each query in any order, made when they are asked for
   */
  static ResultRows ofRankings(Iterable<List<ResultRow>> byQuery) {
    return order -> () -> new RankedQueries(byQuery.iterator());
  }

  /**
   * The rows of a table of pairs; formats that need no ranking keep its order.
   *
   * @param rows in the order of the input
   */
  static ResultRows ofTable(List<ResultRow> rows) {
    return order ->
        order == ResultFormat.Order.AS_GIVEN
            ? List.of(rows)
            : () -> new RankedQueries(byQuery(rows).values().iterator());
  }

  private static Map<String, List<ResultRow>> byQuery(List<ResultRow> rows) {
    Map<String, List<ResultRow>> queries = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      queries.computeIfAbsent(row.requireIds().qid(), unused -> new ArrayList<>()).add(row);
    }
    return queries;
  }
}
