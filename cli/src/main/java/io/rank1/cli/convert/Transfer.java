package io.rank1.cli.convert;

import java.util.Locale;

/** How far a piece of work is, in words. One thread moves it on, others may read it. */
final class Transfer {
  private final String verb;
  private final long total;
  private final double bytesPerUnit;
  private final long start;
  private volatile long done;

  /**
   * @param verb what is done, such as "writing"
   * @param total units of work
   * @param bytesPerUnit to state the speed
   * @param start by {@link System#nanoTime}
   */
  Transfer(String verb, long total, double bytesPerUnit, long start) {
    this.verb = verb;
    this.total = total;
    this.bytesPerUnit = bytesPerUnit;
    this.start = start;
  }

  void moveTo(long units) {
    done = units;
  }

  /** Percent, speed, and the time that is left at this speed. */
  String line(long now) {
    double seconds = seconds(now);
    double share = total == 0 ? 1 : (double) done / total;
    String left =
        share > 0.01 ? ", " + duration((long) (seconds * (1 - share) / share)) + " left" : "";
    return String.format(Locale.ROOT, "%s: %.0f %%, %s%s", verb, 100 * share, speed(now), left);
  }

  String speed(long now) {
    double megabytes = done * bytesPerUnit / 1e6 / Math.max(1e-3, seconds(now));
    return String.format(Locale.ROOT, "%.0f MB/s", megabytes);
  }

  double seconds(long now) {
    return (now - start) / 1e9;
  }

  private static String duration(long seconds) {
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
