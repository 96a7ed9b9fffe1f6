package io.rank1.core.text;

/**
 * Text that a terminal shows and does not obey. Files hold what they like: characters that move the
 * cursor, change colours or turn the order of a line around. These are the control characters,
 * those beyond ASCII too, and Unicode's marks of direction. Everything that is shown to a person
 * passes through here.
 */
public final class PlainText {

  private static final char STAND_IN = '?';
  private static final int TAB = 4;

  private PlainText() {}

  /**
   * A name or message on one line: every run of line ends and tabs becomes one blank, none at the
   * ends, and each other character that steers becomes a {@code ?}, so that names that differ do
   * not look the same.
   */
  public static String line(String text) {
    if (text.codePoints().noneMatch(c -> steers(c) || endsLine(c))) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    boolean gap = false;
    for (int c : text.codePoints().toArray()) {
      if (c == '\t' || endsLine(c)) {
        gap = true;
        continue;
      }
      if (gap && plain.length() > 0) {
        plain.append(' ');
      }
      gap = false;
      plain.appendCodePoint(steers(c) ? STAND_IN : c);
    }
    return plain.toString();
  }

  /**
   * A text of several lines: with line feeds for all kinds of line ends, blanks for tabs, a {@code
   * ?} for each other control character, and without marks of direction, which texts written from
   * right to left are full of.
   */
  public static String lines(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.replace("\r\n", "\n").codePoints().forEach(c -> add(plain, c));
    return plain.toString();
  }

  private static void add(StringBuilder plain, int c) {
    if (c == '\t') {
      plain.append(" ".repeat(TAB));
    } else if (endsLine(c)) {
      plain.append('\n');
    } else if (!directs(c)) {
      plain.appendCodePoint(steers(c) ? STAND_IN : c);
    }
  }

  /** Whether a terminal, or what lays out its lines, does something else than show a character. */
  public static boolean steers(int c) {
    return Character.isISOControl(c) || directs(c);
  }

  /** Whether some program begins a new line at a character. */
  public static boolean endsLine(int c) {
    return c >= '\n' && c <= '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  /** Unicode's property Bidi_Control. */
  private static boolean directs(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || c >= 0x202A && c <= 0x202E
        || c >= 0x2066 && c <= 0x2069;
  }
}
