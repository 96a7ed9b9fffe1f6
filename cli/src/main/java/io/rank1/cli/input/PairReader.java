package io.rank1.cli.input;

import io.rank1.cli.exit.IoProblem;
import io.rank1.core.profile.PromptRules.TitlePlace;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads pairs, one per line, their columns separated by tabs: query and passage, or qid, docid,
 * query and passage, and behind them the most tokens of the pair's own reasoning if there are any;
 * or as JSON objects. The first line decides, and every line must agree; it must not be a header.
 * Blank lines are errors but for those at the end.
 */
public final class PairReader implements AutoCloseable {

  private final String name;
  private final ByteLines lines;
  private final TitlePlace titles;
  private Optional<PairColumns> columns = Optional.empty();
  private Optional<Boolean> ids = Optional.empty(); // whether JSON objects have them
  private Optional<PairRow> ahead = Optional.empty();

  /**
   * @param name the stream's name in messages
   * @param in closed with this
   * @param titles where the prompts have them; passages come so
   */
  public PairReader(String name, InputStream in, TitlePlace titles) {
    this.name = name;
    this.titles = titles;
    this.lines = new ByteLines(name, new UnpackedInput(in));
  }

  /**
   * Reads the first pair, which {@link #next} then returns.
   *
   * @throws InputException when it is bad or there is none
   */
  public void requirePair() throws InputException {
    if (ahead.isEmpty()) {
      ahead = next();
    }
    if (ahead.isEmpty()) {
      throw new InputException(name + ": no pairs");
    }
  }

  /**
   * The next pair, or nothing at the end.
   *
   * @throws InputException when the line is bad; reading on is pointless
   */
  public Optional<PairRow> next() throws InputException {
    if (ahead.isPresent()) {
      Optional<PairRow> row = ahead;
      ahead = Optional.empty();
      return row;
    }
    if (!lines.next()) {
      return Optional.empty();
    }
    String[] cells = cells();
    if (areBlank(cells)) {
      requireOnlyBlankLines();
      return Optional.empty();
    }
    boolean isJson = ids.isPresent() || columns.isEmpty() && isObject(cells);
    return Optional.of(isJson ? parseObject() : parse(cells));
  }

  /** A table has a tab in every line, and JSON has none but between its parts. */
  private static boolean isObject(String[] cells) {
    return cells.length == 1 && cells[0].startsWith("{");
  }

  private PairRow parseObject() throws InputException {
    try {
      PairRow row = PairJson.parse(lines.text(), lines.number()).with(titles);
      boolean hasIds = row.ids().isPresent();
      if (ids.isPresent() && ids.get() != hasIds) {
        throw new IllegalArgumentException(
            hasIds
                ? "qid and docid, which the first line has not"
                : "no qid and docid, which the first line has");
      }
      ids = Optional.of(hasIds);
      return row;
    } catch (IllegalArgumentException e) {
      throw InputException.at(name, lines.number(), e.getMessage());
    }
  }

  /** Decoded one by one: a passage may be long, and is not copied once more. */
  private String[] cells() throws InputException {
    List<String> cells = new ArrayList<>();
    int start = lines.from();
    for (int i = start; i < lines.to(); i++) {
      if (lines.bytes()[i] == '\t') {
        cells.add(lines.text(start, i));
        start = i + 1;
      }
    }
    cells.add(lines.text(start, lines.to()));
    return cells.toArray(String[]::new);
  }

  private static boolean areBlank(String[] cells) {
    return Arrays.stream(cells).allMatch(String::isBlank);
  }

  private void requireOnlyBlankLines() throws InputException {
    long blank = lines.number();
    while (lines.next()) {
      if (!lines.text().isBlank()) {
        throw InputException.at(name, blank, "blank line");
      }
    }
  }

  private PairRow parse(String[] cells) throws InputException {
    if (columns.isEmpty()) {
      if (PairColumns.areNames(cells)) {
        throw InputException.at(
            name,
            lines.number(),
            "this is a header, of columns' names alone, and a table has none: remove the line, as"
                + " 'tail -n +2' does");
      }
      columns = PairColumns.of(cells);
      if (columns.isEmpty()) {
        throw wrongColumns(cells.length, PairColumns.describeAll());
      }
    }
    PairColumns expected = columns.get();
    if (cells.length != expected.count()) {
      throw wrongColumns(cells.length, expected.describe());
    }
    try {
      return expected.row(lines.number(), cells);
    } catch (IllegalArgumentException e) {
      throw InputException.at(name, lines.number(), e.getMessage());
    }
  }

  private InputException wrongColumns(int found, String expected) {
    String count = found == 1 ? "1 column" : found + " columns";
    return InputException.at(name, lines.number(), count + ", expected " + expected);
  }

  /**
   * @throws InputException when the stream cannot be closed
   */
  @Override
  public void close() throws InputException {
    try {
      lines.close();
    } catch (IOException e) {
      throw new InputException("cannot close " + name + ": " + IoProblem.describe(e));
    }
  }
}
