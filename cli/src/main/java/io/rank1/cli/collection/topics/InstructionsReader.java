package io.rank1.cli.collection.topics;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import java.nio.file.Path;
import java.util.Set;

/** Reads what makes a passage relevant: lines of qid and instruction, separated by a tab. */
public final class InstructionsReader {

  private InstructionsReader() {}

  /**
   * Reads a file, plain or packed.
   *
   * @param wanted the topics of the run
   * @return the instructions
   * @throws InputException when a line is bad, an instruction is empty, or a wanted topic comes
   *     twice
   */
  public static QueryTexts read(Path path, Set<String> wanted) throws InputException {
    QueryTable table = new QueryTable(path.toString(), wanted);
    try (OpenedFile file = OpenedFile.open(path)) {
      QueryLines.read(file.lines(), "instruction", table);
    }
    return table.texts();
  }
}
