package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads runs as trec_eval takes them: qid, Q0, docid, rank, score and tag, separated by blanks or
 * tabs, in any order of lines. Q0, rank and tag are ignored. A file whose name ends in .json or
 * .json.gz is one JSON object instead: scores by document, by topic.
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
    RunBuilder run = isJson(file) ? JsonRunReader.read(file) : readLines(file);
    if (run.isEmpty()) {
      throw new InputException(file + ": no documents");
    }
    return run.build(file.toString());
  }

  private static boolean isJson(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".json") || name.endsWith(".json.gz");
  }

  private static RunBuilder readLines(Path file) throws InputException {
    RunBuilder run = new RunBuilder();
    try (DataLines lines = DataLines.open(file)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        try {
          List<String> cells = Columns.RUN.cells(line.get());
          run.add(cells.get(0), new ScoredDocument(cells.get(2), score(cells.get(4))));
        } catch (IllegalArgumentException e) {
          throw lines.bad(e);
        }
      }
    }
    return run;
  }

  private static float score(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("the score " + text + " is not a finite number");
    }
    return (float) Double.parseDouble(text); // twice rounded, as C's atof and float do it
  }
}
