package io.rank1.cli.results;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** How results become text. */
public interface ResultFormat {

  /** What rows a format wants. */
  enum Order {
    /** All rows of a query at once, ranked, no docid twice. */
    RANKED,
    /** The rows as the job has them. */
    AS_GIVEN
  }

  Order order();

  /**
   * Writes rows.
   *
   * @throws IOException when they cannot be written, or not be read from the journal
   */
  void write(List<ResultRow> rows, Writer out) throws IOException;

  /**
   * Writes what comes after all rows.
   *
   * @throws IOException when it cannot be written
   */
  default void end(Writer out) throws IOException {}
}
