package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.Utf8Lines;
import java.util.Optional;

/**
 * The lines of UTF-8 text. Those that start with # are comments, as in trec_eval from 10.0 on, and
 * are left out. Blank lines are errors but for those at the end.
 */
final class DataLines {

  private final String name;
  private final Utf8Lines lines;

  /**
   * @param data closed by its owner
   */
  DataLines(DataStream data) {
    name = data.name();
    lines = new Utf8Lines(name, data.in());
  }

  /**
   * The next line, or nothing at the end.
   *
   * @throws InputException when it cannot be read, or follows a blank one
   */
  Optional<String> next() throws InputException {
    Optional<String> line = nextButComments();
    long blank = lines.number();
    boolean skipped = false;
    while (line.isPresent() && line.get().isBlank()) {
      skipped = true;
      line = nextButComments();
    }
    if (skipped && line.isPresent()) {
      throw InputException.at(name, blank, "blank line; remove it");
    }
    return line;
  }

  private Optional<String> nextButComments() throws InputException {
    Optional<String> line = lines.next();
    while (line.isPresent() && line.get().stripLeading().startsWith("#")) {
      line = lines.next();
    }
    return line;
  }

  /** A problem with the line last returned. */
  InputException bad(IllegalArgumentException problem) {
    return InputException.at(name, lines.number(), problem.getMessage());
  }
}
