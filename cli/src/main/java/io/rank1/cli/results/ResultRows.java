package io.rank1.cli.results;

import java.util.List;

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
   * @param asGiven pieces of the table, in its order
   * @param byQuery the rows of each query, in any order
   */
  static ResultRows ofTable(Iterable<List<ResultRow>> asGiven, Iterable<List<ResultRow>> byQuery) {
    return order ->
        order == ResultFormat.Order.AS_GIVEN
            ? asGiven
            : () -> new RankedQueries(byQuery.iterator());
  }
}
