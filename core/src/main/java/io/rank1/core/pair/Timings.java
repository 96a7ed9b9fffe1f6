package io.rank1.core.pair;

import java.time.Duration;
import java.util.Objects;

/**
 * Wall time of one pair. Pairs share steps, so the times of pairs that ran together overlap.
 *
 * @param queued from submission to the first step that held the pair
 * @param prefill from there to the first generated token
 * @param decode from there to the score
 */
public record Timings(Duration queued, Duration prefill, Duration decode) {

  /** A pair that never ran. */
  public static final Timings NONE = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public Timings {
    Objects.requireNonNull(queued, "queued");
    Objects.requireNonNull(prefill, "prefill");
    Objects.requireNonNull(decode, "decode");
  }

  /** From submission to the end. */
  public Duration total() {
    return queued.plus(prefill).plus(decode);
  }
}
