package io.rank1.cli.input;

import java.util.Optional;

/**
 * The lines of a file as UTF-8. Blank lines are errors but for those at the end. The file is closed
 * by its owner.
 */
public final class DataLines {

  /** What lines are that start with #. */
  private enum NumberSign {
    DATA,
    COMMENT
  }

  private final ByteLines lines;
  private final NumberSign numberSign;

  private DataLines(ByteLines lines, NumberSign numberSign) {
    this.lines = lines;
    this.numberSign = numberSign;
  }

  /** Lines that are all data. */
  public static DataLines of(ByteLines lines) {
    return new DataLines(lines, NumberSign.DATA);
  }

  /** Lines of which those that start with #, blanks aside, are comments, which are left out. */
  public static DataLines withComments(ByteLines lines) {
    return new DataLines(lines, NumberSign.COMMENT);
  }

  /** The number of the line last returned, from 1. */
  public long number() {
    return lines.number();
  }

  /**
   * The next line, or nothing at the end.
   *
   * @throws InputException when it cannot be read, or follows a blank one
   */
  public Optional<String> next() throws InputException {
    Optional<String> line = nextButComments();
    long blank = lines.number();
    boolean skipped = false;
    while (line.isPresent() && line.get().isBlank()) {
      skipped = true;
      line = nextButComments();
    }
    if (skipped && line.isPresent()) {
      throw InputException.at(lines.name(), blank, "blank line; remove it");
    }
    return line;
  }

  private Optional<String> nextButComments() throws InputException {
    while (lines.next()) {
      String line = lines.text();
      if (numberSign == NumberSign.DATA || !line.stripLeading().startsWith("#")) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /** A problem with the line last returned. */
  public InputException bad(IllegalArgumentException problem) {
    return lines.bad(problem.getMessage());
  }
}
