package io.rank1.cli.job;

import java.time.Duration;

/** How progress is shown on standard error. */
public enum ProgressMode {
  /** One line that is written over and over. */
  TERMINAL(Duration.ofMillis(500)),
  /** A line now and then. */
  LINES(Duration.ofSeconds(30)),
  /** A JSON object on a line now and then. */
  JSON(Duration.ofSeconds(5)),
  NONE(Duration.ZERO);

  private final Duration period;

  ProgressMode(Duration period) {
    this.period = period;
  }

  Duration period() {
    return period;
  }
}
