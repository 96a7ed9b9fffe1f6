package io.rank1.core.engine;

import java.time.Duration;

/**
 * A moment after which nobody waits for a result.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {

  /** Longer is as good as for ever, and differences of two deadlines still fit a long. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** So long from now. */
  public static Deadline in(Duration duration) {
    Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** The time from another one to this, which may be negative. */
  long nanosAfter(Deadline other) {
    return nanoTime - other.nanoTime;
  }

  public boolean isPassed(long now) {
    return now - nanoTime >= 0;
  }
}
