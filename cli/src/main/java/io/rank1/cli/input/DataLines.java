package io.rank1.cli.input;

import io.rank1.cli.exit.IoProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lines of a file: UTF-8, plain or packed with gzip or zstd. Blank lines are errors but for
 * those at the end.
 */
public final class DataLines implements AutoCloseable {

  private final String name;
  private final Utf8Lines lines;

  private DataLines(String name, Utf8Lines lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * @throws InputException when the file cannot be opened
   */
  public static DataLines open(Path file) throws InputException {
    try {
      return new DataLines(
          file.toString(), new Utf8Lines(file.toString(), Files.newInputStream(file)));
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + IoProblem.describe(e));
    }
  }

  /**
   * @param lines closed with this
   */
  public static DataLines of(ByteLines lines) {
    return new DataLines(lines.name(), new Utf8Lines(lines));
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
    Optional<String> line = lines.next();
    long blank = lines.number();
    boolean skipped = false;
    while (line.isPresent() && line.get().isBlank()) {
      skipped = true;
      line = lines.next();
    }
    if (skipped && line.isPresent()) {
      throw InputException.at(name, blank, "blank line; remove it");
    }
    return line;
  }

  /** A problem with the line last returned. */
  public InputException bad(IllegalArgumentException problem) {
    return InputException.at(name, lines.number(), problem.getMessage());
  }

  /**
   * @throws InputException when the file cannot be closed
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
