package io.rank1.cli.job;

import io.rank1.cli.input.InputException;
import io.rank1.cli.results.ResultRow;
import io.rank1.cli.results.ResultRows;
import java.util.List;
import java.util.Optional;

/** What a job scores. It is read more than once, each time in the same order. */
public interface JobInput {

  /** Reads pairs, one after another. */
  interface Pairs extends AutoCloseable {

    /**
     * The next pair, or nothing at the end.
     *
     * @throws InputException when the input is bad or cannot be read
     */
    Optional<JobPair> next() throws InputException;

    /**
     * @throws InputException when the input cannot be closed
     */
    @Override
    void close() throws InputException;
  }

  /**
   * Begins to read.
   *
   * @throws InputException when the input cannot be opened
   */
  Pairs open() throws InputException;

  /** What the results are. */
  ResultRows.Kind kind();

  /** Rows that belong to the results and are not to be scored. */
  List<ResultRow> unscored();
}
