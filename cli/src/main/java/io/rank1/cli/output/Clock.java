package io.rank1.cli.output;

import java.util.Locale;

/** Lengths of time as people read them. */
public final class Clock {

  private Clock() {}

  /** Minutes and seconds, with hours where there are any: 4:05, 1:04:05. */
  public static String of(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
