package io.rank1.cli.view;

import java.util.List;
import java.util.Objects;

/**
 * A query and all of its pairs, the best first.
 *
 * @param name the qid, or {@code line N} after the first of its lines where there is none
 * @param pairs at least one
 */
public record QueryRanking(String name, List<RankedPair> pairs) {

  public QueryRanking {
    Objects.requireNonNull(name, "name");
    pairs = List.copyOf(pairs);
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("no pairs");
    }
  }

  /** The query's text. */
  public String query() {
    return pairs.get(0).texts().query();
  }

  /** The query's instruction; empty where there is none. */
  public String instruction() {
    return pairs.get(0).texts().instruction();
  }
}
