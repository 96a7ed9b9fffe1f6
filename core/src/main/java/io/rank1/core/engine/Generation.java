package io.rank1.core.engine;

import io.rank1.core.pair.Timings;
import java.util.Objects;
import java.util.Optional;

/**
 * How a request ended. What its program found is with the program.
 *
 * @param end how
 * @param cause why, in one line; present unless the program is done or the request was cancelled
 * @param generated tokens taken from the model
 * @param replayed tokens that were run in place of others, or looked at aside
 * @param timings wall times
 */
public record Generation(
    End end, Optional<String> cause, int generated, int replayed, Timings timings) {

  /** The ways in which a request ends. */
  public enum End {
    /** The program is done. */
    DONE,
    /** The request failed by itself. */
    FAILED,
    /** The deadline passed before the request held a slot. */
    OVERDUE,
    /** Its owner cancelled it. */
    CANCELLED,
    /** The engine was closed. */
    CLOSED,
    /** The engine broke. */
    BROKEN
  }

  public Generation {
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(timings, "timings");
  }
}
