package io.rank1.cli.results;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Ranks query after query. */
final class RankedQueries implements Iterator<List<ResultRow>> {

  private final Iterator<List<ResultRow>> queries;

  RankedQueries(Iterator<List<ResultRow>> queries) {
    this.queries = queries;
  }

  @Override
  public boolean hasNext() {
    return queries.hasNext();
  }

  @Override
  public List<ResultRow> next() {
    return distinct(Ranking.of(queries.next()));
  }

  /** Of a docid that comes more than once the best remains: runs are refused otherwise. */
  private static List<ResultRow> distinct(List<ResultRow> ranking) {
    Set<String> docids = new HashSet<>();
    List<ResultRow> distinct = new ArrayList<>();
    for (ResultRow row : ranking) {
      if (docids.add(row.requireIds().docid())) {
        distinct.add(row.ranked(distinct.size() + 1));
      }
    }
    return distinct;
  }
}
