package io.rank1.cli.input;

import java.util.List;
import java.util.Locale;
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

  /** What becomes of further columns. */
  private enum Rest {
    IGNORED,
    REFUSED
  }

  private static final Pattern OUTER_BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");

  private final Separator separator;
  private final Rest rest;
  private final List<String> names;

  private Columns(Separator separator, Rest rest, List<String> names) {
    this.separator = separator;
    this.rest = rest;
    this.names = names;
  }

  /** Columns with any number of blanks and tabs between and around them. */
  public static Columns withBlanks(String... names) {
    return new Columns(Separator.BLANKS, Rest.REFUSED, List.of(names));
  }

  /** Columns with one tab between them. */
  public static Columns withTabs(String... names) {
    return new Columns(Separator.TAB, Rest.REFUSED, List.of(names));
  }

  /** The same columns, behind which a line may have more. */
  public Columns andMore() {
    return new Columns(separator, Rest.IGNORED, names);
  }

  /** Their names. */
  public List<String> names() {
    return names;
  }

  /**
   * The cells of a line: as many as there are columns, and more where a line may have such.
   *
   * @throws IllegalArgumentException when it has less, an empty one, or more than it may have
   */
  public List<String> cells(String line) {
    List<String> cells = split(line);
    boolean more = cells.size() > names.size() && rest == Rest.REFUSED;
    if (cells.size() < names.size() || more) {
      throw new IllegalArgumentException(wrong(cells.size()));
    }
    for (int i = 0; i < names.size(); i++) {
      if (cells.get(i).isBlank()) {
        throw new IllegalArgumentException("the column " + names.get(i) + " is blank");
      }
    }
    return cells;
  }

  /** What is wrong with another number of columns. */
  public String wrong(int found) {
    String count = found == 1 ? "1 column" : found + " columns";
    return String.format(
        Locale.ROOT,
        "%s, expected %d (%s), separated by %s",
        count,
        names.size(),
        String.join(", ", names),
        separator.words);
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
