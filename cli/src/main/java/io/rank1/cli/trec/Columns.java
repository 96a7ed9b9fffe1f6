package io.rank1.cli.trec;

import java.util.List;
import java.util.regex.Pattern;

/** How a line is divided. */
enum Columns {
  /** What follows the tag is ignored, as in trec_eval (get_trec_results.c). */
  RUN(Separator.BLANKS, Rest.IGNORED, "qid", "Q0", "docid", "rank", "score", "tag"),
  TREC_QRELS(Separator.BLANKS, Rest.REFUSED, "qid", "iter", "docid", "grade"),
  BEIR_QRELS(Separator.TAB, Rest.REFUSED, "query-id", "corpus-id", "score");

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

  Columns(Separator separator, Rest rest, String... names) {
    this.separator = separator;
    this.rest = rest;
    this.names = List.of(names);
  }

  /**
   * The cells of a line: as many as there are columns, and more where a line may have such.
   *
   * @throws IllegalArgumentException when it has less, an empty one, or more than it may have
   */
  List<String> cells(String line) {
    List<String> cells = split(line);
    boolean more = cells.size() > names.size() && rest == Rest.REFUSED;
    if (cells.size() < names.size() || more) {
      String found = cells.size() == 1 ? "1 column" : cells.size() + " columns";
      throw new IllegalArgumentException(
          "%s, expected %d (%s), separated by %s"
              .formatted(found, names.size(), String.join(", ", names), separator.words));
    }
    for (int i = 0; i < names.size(); i++) {
      if (cells.get(i).isBlank()) {
        throw new IllegalArgumentException("the column " + names.get(i) + " is blank");
      }
    }
    return cells;
  }

  /** Whether a line is made of the columns' names. */
  boolean isHeader(String line) {
    return split(line).equals(names);
  }

  /** The columns' names. */
  List<String> names() {
    return names;
  }

  private List<String> split(String line) {
    String text = separator == Separator.BLANKS ? OUTER_BLANKS.matcher(line).replaceAll("") : line;
    return List.of(separator.pattern.split(text, -1));
  }
}
