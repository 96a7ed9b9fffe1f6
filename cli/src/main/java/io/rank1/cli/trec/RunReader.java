package io.rank1.cli.trec;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads runs as trec_eval takes them: qid, Q0, docid, rank, score and tag, separated by blanks or
 * tabs, in any order of lines. Q0, rank and tag are ignored, and so are further columns (see {@link
 * RunLines}). A file that starts with a brace, or whose name ends in .json, .json.gz or .json.zst,
 * is one JSON object instead: scores by document, by topic.
 */
public final class RunReader {

  private RunReader() {}

  /**
   * Reads a file.
   *
   * @throws InputException when a line is bad, a document comes twice for a topic with different
   *     scores, or there is none
   */
  public static Run read(Path path) throws InputException {
    try (OpenedFile file = OpenedFile.open(path)) {
      return read(file);
    }
  }

  /**
   * Reads an opened file, which its owner closes.
   *
   * @throws InputException when a line is bad, a document comes twice for a topic with different
   *     scores, or there is none
   */
  public static Run read(OpenedFile file) throws InputException {
    RunBuilder run = new RunBuilder();
    if (file.first() == '{' || isNamedJson(file.name())) {
      RunLines.ofJson(file.name(), file.contents(), run::add);
    } else {
      RunLines.ofTrec(file.lines(), run::add);
    }
    if (run.isEmpty()) {
      throw new InputException(file.name() + ": no documents");
    }
    return run.build(file.name());
  }

  private static boolean isNamedJson(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".json") || lower.endsWith(".json.gz") || lower.endsWith(".json.zst");
  }
}
