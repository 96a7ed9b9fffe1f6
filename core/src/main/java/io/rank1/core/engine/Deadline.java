package io.rank1.core.engine;

import java.time.Duration;

/**
 * A moment after which nobody waits for a result.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {

  /** So long from now. */
  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  public boolean isPassed(long now) {
    return now - nanoTime >= 0;
  }
}
