package io.rank1.cli.view;

/** Text that a terminal shows and does not obey. */
final class PlainText {

  private static final int TAB = 4;

  private PlainText() {}

  /**
   * The text with its line feeds, with blanks for tabs, and without what steers a terminal or turns
   * its lines around: control characters, those beyond ASCII too, and marks of direction.
   */
  static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(c -> add(plain, c));
    return plain.toString();
  }

  /** The same on one line: every run of blanks and line ends is one blank. */
  static String line(String text) {
    return of(text).strip().replaceAll("\\s+", " ");
  }

  private static void add(StringBuilder plain, int c) {
    if (c == '\t') {
      plain.append(" ".repeat(TAB));
    } else if (c == '\u2028' || c == '\u2029') {
      plain.append('\n');
    } else if (c == '\n' || !Character.isISOControl(c) && !turnsText(c)) {
      plain.appendCodePoint(c);
    }
  }

  private static boolean turnsText(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }
}
