package io.rank1.cli.view;

import io.rank1.core.text.PlainText;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/** Text in the columns of a terminal, where some characters take two and some none. */
final class Columns {

  private static final String ELLIPSIS = "…";
  private static final int FIRST_EMOJI = 0x1F300;
  private static final int LAST_EMOJI = 0x1FAFF;

  private Columns() {}

  /** How many columns a text takes. */
  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  private static int of(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(c) ? 2 : 1;
    };
  }

  private static boolean isWide(int c) {
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
      default -> c >= FIRST_EMOJI && c <= LAST_EMOJI || c >= 0xFF01 && c <= 0xFF60;
    };
  }

  /** The text, or as much of its start as fits, with an ellipsis. */
  static String cut(String text, int width) {
    return fitting(text, 0, width) == text.length()
        ? text
        : text.substring(0, fitting(text, 0, width - 1)) + ELLIPSIS;
  }

  /**
   * A text as one line, without what steers a terminal: every run of blanks and line ends is one.
   */
  static String flow(String text) {
    return PlainText.lines(text).strip().replaceAll("\\s+", " ");
  }

  /** Lines of at most the given width; longer words are broken. Blank lines are kept. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    text.lines().forEach(line -> wrapLine(line.stripTrailing(), width, lines));
    return lines;
  }

  private static void wrapLine(String line, int width, List<String> lines) {
    int from = 0;
    int fits = fitting(line, from, width);
    while (fits < line.length()) {
      int blank = lastBlank(line, from, fits);
      int end = blank > from ? blank : Math.max(fits, line.offsetByCodePoints(from, 1));
      lines.add(line.substring(from, end).stripTrailing());
      from = end;
      while (from < line.length() && line.charAt(from) == ' ') {
        from++;
      }
      fits = fitting(line, from, width);
    }
    if (from == 0 || from < line.length()) {
      lines.add(line.substring(from));
    }
  }

  /** The last blank up to an index, or where to start looking for it when there is none. */
  private static int lastBlank(String line, int from, int to) {
    int i = to;
    while (i > from && line.charAt(i) != ' ') {
      i--;
    }
    return i;
  }

  /** Where the text from an index on no longer fits into some columns. */
  private static int fitting(String text, int from, int width) {
    int used = 0;
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      used += of(c);
      if (used > width) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }
}
