package io.rank1.cli.output;

import io.rank1.core.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells below each other: words to the left of their columns, numbers to the right. */
public final class TextGrid {

  private static final String GAP = "  ";

  private final int words;
  private final List<List<String>> rows = new ArrayList<>();
  private int[] widths = {};

  /**
   * @param words how many columns hold words; all after them hold numbers
   */
  public TextGrid(int words) {
    this.words = words;
  }

  /**
   * Adds a row; its cells are shown as {@link PlainText#line} has them.
   *
   * @throws IllegalArgumentException when the row is not as long as the first
   */
  public void add(List<String> row) {
    if (!rows.isEmpty() && row.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(row.size() + " cells, expected " + rows.get(0).size());
    }
    List<String> plain = row.stream().map(PlainText::line).toList();
    widths = rows.isEmpty() ? new int[row.size()] : widths;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], plain.get(i).length());
    }
    rows.add(plain);
  }

  /** The lines, without the last one's end. */
  public String text() {
    return rows.stream().map(this::line).collect(Collectors.joining("\n"));
  }

  private String line(List<String> row) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> padded(row.get(column), column))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private String padded(String cell, int column) {
    String blanks = " ".repeat(widths[column] - cell.length());
    return column < words ? cell + blanks : blanks + cell;
  }
}
