package io.rank1.cli.exit;

/** Text that has to stay on one line. */
public final class OneLine {

  private OneLine() {}

  /** The text with every run of line ends and tabs replaced by one blank. */
  public static String of(String text) {
    return text.strip().replaceAll("[\\r\\n\\t\\u0085\\u2028\\u2029]+", " ");
  }
}
