package io.rank1.cli.input;

import java.util.Objects;
import java.util.Optional;

/**
 * A pair of a table.
 *
 * @param line its line, from 1
 * @param ids its identifiers, where the table has them
 * @param query the query
 * @param passage the passage
 */
public record PairRow(long line, Optional<PairIds> ids, String query, String passage) {

  public PairRow {
    Objects.requireNonNull(ids, "ids");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(passage, "passage");
    if (line < 1) {
      throw new IllegalArgumentException("lines count from 1: " + line);
    }
  }
}
