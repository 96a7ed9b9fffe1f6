package io.rank1.cli.trec;

import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.DataLines;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.UnpackedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads runs as trec_eval takes them: qid, Q0, docid, rank, score and tag, separated by blanks or
 * tabs, in any order of lines. Q0, rank and tag are ignored. A file whose name ends in .json,
 * .json.gz or .json.zst is one JSON object instead: scores by document, by topic.
 */
public final class RunReader {

  private RunReader() {}

  /**
   * Reads a file.
   *
   * @throws InputException when a line is bad, a document comes twice for a topic, or there is none
   */
  public static Run read(Path file) throws InputException {
    RunBuilder run = new RunBuilder();
    if (isJson(file)) {
      readJson(file, run);
    } else {
      try (DataLines lines = DataLines.open(file)) {
        RunLines.ofTrec(lines, run::add);
      }
    }
    if (run.isEmpty()) {
      throw new InputException(file + ": no documents");
    }
    return run.build(file.toString());
  }

  private static boolean isJson(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".json") || name.endsWith(".json.gz") || name.endsWith(".json.zst");
  }

  private static void readJson(Path file, RunBuilder run) throws InputException {
    try (InputStream in = new UnpackedInput(Files.newInputStream(file))) {
      RunLines.ofJson(file.toString(), in, run::add);
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + IoProblem.describe(e));
    }
  }
}
