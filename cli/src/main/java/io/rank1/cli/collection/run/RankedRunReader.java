package io.rank1.cli.collection.run;

import io.rank1.cli.input.InputException;
import io.rank1.cli.input.OpenedFile;
import io.rank1.cli.trec.RunLines;

/** Reads runs with the order that the first stage gave: see {@link RunEntry#ORDER}. */
public final class RankedRunReader {

  private RankedRunReader() {}

  /**
   * Reads a run, plain or packed.
   *
   * @throws InputException when a line is bad, a document comes twice for a topic, or there is none
   */
  public static RankedRun read(RunSource source) throws InputException {
    String name = source.file().toString();
    RankedRunBuilder run = new RankedRunBuilder(name);
    try (OpenedFile file = OpenedFile.open(source.file())) {
      if (isJson(source.format(), file)) {
        RunLines.ofJson(name, file.contents(), run::add);
      } else {
        RunLines.ofTrec(file.lines(), run::add);
      }
    }
    return run.build();
  }

  private static boolean isJson(RunFormat format, OpenedFile file) throws InputException {
    return switch (format) {
      case AUTO -> file.first() == '{';
      case TREC -> false;
      case JSON -> true;
    };
  }
}
