package io.rank1.cli.trec;

import java.util.List;
import java.util.regex.Pattern;

/** How a line is divided. */
enum Columns {
  /** What follows the tag is nobody's, as in trec_eval (get_trec_results.c). */
  RUN(Separator.BLANKS, "qid", "Q0", "docid", "rank", "score", "tag"),
  TREC_QRELS(Separator.BLANKS, "qid", "iter", "docid", "grade"),
  BEIR_QRELS(Separator.TAB, "query-id", "corpus-id", "score");

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

  Columns(Separator separator, String... names) {
    this.separator = separator;
    this.names = List.of(names);
  }

  /**
   * The cells of a line: as many as there are columns, and for a run maybe more.
   *
   * @throws IllegalArgumentException when it has less, an empty one, or more where there are none
   */
  List<String> cells(String line) {
    List<String> cells = split(line);
    if (this == RUN ? cells.size() < names.size() : cells.size() != names.size()) {
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
