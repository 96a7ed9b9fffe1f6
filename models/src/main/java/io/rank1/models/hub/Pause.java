package io.rank1.models.hub;

import java.time.Duration;

/** Waits between two tries. */
@FunctionalInterface
public interface Pause {

  /** Waits for so long. */
  void take(Duration duration) throws InterruptedException;

  /** Lets the thread sleep. */
  static Pause sleeping() {
    return duration -> Thread.sleep(duration.toMillis());
  }
}
