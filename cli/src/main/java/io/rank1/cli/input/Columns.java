package io.rank1.cli.input;

import java.util.List;
import java.util.regex.Pattern;

/** How the lines of a table are divided. */
public final class Columns {

  private enum Separator {
    BLANKS("[ \\t]+", "blanks or tabs"),
    TAB("\\t", "tabs");

    private final Pattern pattern;
    private final String words;

    Separator(String pattern, String words) {
      this.pattern = Pattern.compile(pattern);
      this.words = words;
    }
  }

  private static final Pattern OUTER_BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");

  private final Separator separator;
  private final List<String> names;

  private Columns(Separator separator, String... names) {
    this.separator = separator;
    this.names = List.of(names);
  }

  /** Columns with any number of blanks and tabs between and around them. */
  public static Columns withBlanks(String... names) {
    return new Columns(Separator.BLANKS, names);
  }

  /** Columns with one tab between them. */
  public static Columns withTabs(String... names) {
    return new Columns(Separator.TAB, names);
  }

  /**
   * The cells of a line, as many as there are columns.
   *
   * @throws IllegalArgumentException when it has more or less, or an empty one
   */
  public List<String> cells(String line) {
    List<String> cells = split(line);
    if (cells.size() != names.size()) {
      throw new IllegalArgumentException(wrong(cells.size()));
    }
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).isBlank()) {
        throw new IllegalArgumentException("the column " + names.get(i) + " is blank");
      }
    }
    return cells;
  }

  /** What is wrong with another number of columns. */
  public String wrong(int found) {
    String count = found == 1 ? "1 column" : found + " columns";
    return "%s, expected %d (%s), separated by %s"
        .formatted(count, names.size(), String.join(", ", names), separator.words);
  }

  /** Whether a line is made of the columns' names. */
  public boolean isHeader(String line) {
    return split(line).equals(names);
  }

  private List<String> split(String line) {
    String text = separator == Separator.BLANKS ? OUTER_BLANKS.matcher(line).replaceAll("") : line;
    return List.of(separator.pattern.split(text, -1));
  }
}
