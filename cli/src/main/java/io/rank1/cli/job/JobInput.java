package io.rank1.cli.job;

import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.PairPlace;
import java.util.List;
import java.util.Optional;

/** What a job scores. It is read more than once, each time in the same order. */
public interface JobInput {

  /** What a job is about. */
  enum Kind {
    /** Rankings, whose results come ranked. */
    RANKINGS,
    /** A table of pairs, whose results come in its order. */
    TABLE
  }

  /** Reads pairs, one after another. */
  interface Pairs extends AutoCloseable {

    /**
     * The next pair, or nothing at the end.
     *
     * @throws InputException when the input is bad or cannot be read
     */
    Optional<JobPair> next() throws InputException;

    /**
     * Passes over the next pair, which may cost less than to read it.
     *
     * @return false at the end
     * @throws InputException when the input is bad or cannot be read
     */
    default boolean skip() throws InputException {
      return next().isPresent();
    }

    /**
     * @throws InputException when the input cannot be closed
     */
    @Override
    void close() throws InputException;
  }

  /** Reads where pairs stand, one after another. */
  interface Places extends AutoCloseable {

    /**
     * The place of the next pair, or nothing at the end.
     *
     * @throws InputException when the input is bad or cannot be read
     */
    Optional<PairPlace> next() throws InputException;

    /**
     * @throws InputException when the input cannot be closed
     */
    @Override
    void close() throws InputException;
  }

  /**
   * Begins to read where the pairs stand, in the order of {@link #open}.
   *
   * @throws InputException when the input cannot be opened
   */
  default Places places() throws InputException {
    Pairs pairs = open();
    return new Places() {

      @Override
      public Optional<PairPlace> next() throws InputException {
        return pairs.next().map(JobPair::place);
      }

      @Override
      public void close() throws InputException {
        pairs.close();
      }
    };
  }

  /**
   * Begins to read.
   *
   * @throws InputException when the input cannot be opened
   */
  Pairs open() throws InputException;

  /** What the results are. */
  Kind kind();

  /**
   * The identifiers of the queries of rankings, in the order in which their pairs come, one query's
   * behind another's; of a table none.
   */
  List<String> qids();

  /** The places of a query's passages that belong to its ranking and are not to be scored. */
  List<PairPlace> unscored(String qid);
}
