package io.rank1.cli.trec;

import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.Utf8Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lines of a file: UTF-8, packed with gzip or not. Blank lines are errors but for those at the
 * end.
 */
final class DataLines implements AutoCloseable {

  private final Path file;
  private final Utf8Lines lines;

  private DataLines(Path file, Utf8Lines lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * @throws InputException when the file cannot be opened
   */
  static DataLines open(Path file) throws InputException {
    try {
      return new DataLines(file, new Utf8Lines(file.toString(), Files.newInputStream(file)));
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + IoProblem.describe(e));
    }
  }

  /**
   * The next line, or nothing at the end.
   *
   * @throws InputException when it cannot be read, or follows a blank one
   */
  Optional<String> next() throws InputException {
    Optional<String> line = lines.next();
    long blank = lines.number();
    boolean skipped = false;
    while (line.isPresent() && line.get().isBlank()) {
      skipped = true;
      line = lines.next();
    }
    if (skipped && line.isPresent()) {
      throw InputException.at(file.toString(), blank, "blank line; remove it");
    }
    return line;
  }

  /** A problem with the line last returned. */
  InputException bad(IllegalArgumentException problem) {
    return InputException.at(file.toString(), lines.number(), problem.getMessage());
  }

  /**
   * @throws InputException when the file cannot be closed
   */
  @Override
  public void close() throws InputException {
    try {
      lines.close();
    } catch (IOException e) {
      throw new InputException("cannot close " + file + ": " + IoProblem.describe(e));
    }
  }
}
