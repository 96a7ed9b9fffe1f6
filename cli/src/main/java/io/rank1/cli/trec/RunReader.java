package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads runs as trec_eval takes them: qid, Q0, docid, rank, score and tag, separated by blanks or
 * tabs, in any order of lines. Q0, rank and tag are ignored, and so are further columns; but where
 * there are such, the rank has to be a number, since otherwise an identifier with blanks in it
 * would be taken for two columns. A file that starts with a brace, or whose name ends in .json or
 * .json.gz, is one JSON object instead: scores by document, by topic.
 */
public final class RunReader {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private RunReader() {}

  /**
   * Reads a file.
   *
   * @throws InputException when a line is bad, a document comes twice for a topic, or there is none
   */
  public static Run read(Path file) throws InputException {
    return read(DataFile.of(file));
  }

  /**
   * Reads a file, or standard input.
   *
   * @throws InputException when a line is bad, a document comes twice for a topic, or there is none
   */
  public static Run read(DataFile file) throws InputException {
    try (DataStream data = file.open()) {
      boolean json = isNamedJson(file.name()) || data.startsWithBrace();
      RunBuilder run = json ? JsonRunReader.read(data) : readLines(data);
      if (run.isEmpty()) {
        throw new InputException(file.name() + ": no documents");
      }
      return run.build(file.name());
    }
  }

  private static boolean isNamedJson(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".json") || lower.endsWith(".json.gz");
  }

  private static RunBuilder readLines(DataStream data) throws InputException {
    RunBuilder run = new RunBuilder();
    DataLines lines = new DataLines(data);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      try {
        List<String> cells = cells(line.get());
        run.add(cells.get(0), new ScoredDocument(cells.get(2), score(cells.get(4))));
      } catch (IllegalArgumentException e) {
        throw lines.bad(e);
      }
    }
    return run;
  }

  private static List<String> cells(String line) {
    List<String> cells = Columns.RUN.cells(line);
    if (cells.size() > Columns.RUN.names().size() && !NUMBER.matcher(cells.get(3)).matches()) {
      throw new IllegalArgumentException(
          "%d columns, and the rank %s is not a number; does an identifier have blanks in it?"
              .formatted(cells.size(), cells.get(3)));
    }
    return cells;
  }

  private static float score(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("the score " + text + " is not a finite number");
    }
    return (float) Double.parseDouble(text); // twice rounded, as C's atof and float do it
  }
}
