package io.rank1.cli.results;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All rows of a job, in either of the orders that formats want. */
public final class ResultRows {

  /** What a job is about. */
  public enum Kind {
    /** Rankings: every format has them ranked. */
    RANKINGS,
    /** A table of pairs: formats that need no ranking keep the order of the input. */
    TABLE
  }

  private final List<ResultRow> rows;
  private final Kind kind;

  /**
   * @param rows in the order of the input
   */
  public ResultRows(List<ResultRow> rows, Kind kind) {
    this.rows = List.copyOf(rows);
    this.kind = kind;
  }

  Iterable<List<ResultRow>> in(ResultFormat.Order order) {
    if (kind == Kind.TABLE && order == ResultFormat.Order.AS_GIVEN) {
      return List.of(rows);
    }
    return () -> byQuery().values().stream().map(ResultRows::ranked).iterator();
  }

  /** Rows by qid, in the order in which the qids first come. */
  private Map<String, List<ResultRow>> byQuery() {
    Map<String, List<ResultRow>> queries = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      queries.computeIfAbsent(row.requireIds().qid(), unused -> new ArrayList<>()).add(row);
    }
    return queries;
  }

  /** A query's ranking; of a docid that comes more than once the best remains. */
  private static List<ResultRow> ranked(List<ResultRow> rows) {
    Set<String> docids = new HashSet<>();
    List<ResultRow> distinct = new ArrayList<>();
    for (ResultRow row : Ranking.of(rows)) {
      if (docids.add(row.requireIds().docid())) {
        distinct.add(row.ranked(distinct.size() + 1));
      }
    }
    return distinct;
  }
}
