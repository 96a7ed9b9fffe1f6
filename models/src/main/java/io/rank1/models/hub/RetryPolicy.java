package io.rank1.models.hub;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a client bears with a server.
 *
 * @param retries tries after one that failed, as long as nothing is got by them
 * @param silence how long a connection may be silent before it counts as broken
 * @param pause waits between two tries
 */
public record RetryPolicy(int retries, Duration silence, Pause pause) {

  /** What suits people in front of a terminal: gives up after about half a minute. */
  public static final RetryPolicy USUAL =
      new RetryPolicy(5, Duration.ofSeconds(60), Pause.sleeping());

  /**
   * Validates the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public RetryPolicy {
    Objects.requireNonNull(pause, "pause");
    if (retries < 0 || silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("retries and silence must not be negative");
    }
  }

  /** The same with another number of tries. */
  public RetryPolicy withRetries(int number) {
    return new RetryPolicy(number, silence, pause);
  }
}
