package io.rank1.cli.trec;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Pairs of queries.
 *
 * @param name their file, for messages
 * @param pairs one or more, in the order of their names' bytes
 */
public record QueryPairs(String name, List<QueryPair> pairs) {

  /** Validates and copies the components. */
  public QueryPairs {
    Objects.requireNonNull(name, "name");
    pairs =
        pairs.stream().sorted(Comparator.comparing(QueryPair::id, Utf8Order.ASCENDING)).toList();
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("no pairs");
    }
  }
}
