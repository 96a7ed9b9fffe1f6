package io.rank1.cli.models;

import java.util.Locale;

/** Sizes as people read them: in 10^9 bytes, as the hub and disks count. */
final class Gigabytes {

  private Gigabytes() {}

  /** Three digits, and a unit: 15.2 GB, 3.64 MB. */
  static String of(double bytes) {
    if (bytes >= 1e9) {
      return digits(bytes / 1e9) + " GB";
    }
    return bytes >= 1e6 ? digits(bytes / 1e6) + " MB" : digits(bytes / 1e3) + " kB";
  }

  /** Three digits or a few more, without the unit. */
  static String digits(double number) {
    int decimals = number >= 100 ? 0 : number >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
