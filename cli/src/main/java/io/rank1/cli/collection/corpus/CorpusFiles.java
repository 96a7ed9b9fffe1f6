package io.rank1.cli.collection.corpus;

import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of a corpus. */
public final class CorpusFiles {

  private CorpusFiles() {}

  /**
   * The files as given; in place of a folder the regular files in it, by name, but hidden ones and
   * those in folders below.
   *
   * @throws InputException when a folder cannot be read or has no files
   */
  public static List<Path> of(CorpusSource source) throws InputException {
    List<Path> files = new ArrayList<>();
    for (Path path : source.paths()) {
      if (Files.isDirectory(path)) {
        files.addAll(in(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static List<Path> in(Path folder) throws InputException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files =
          entries.filter(file -> Files.isRegularFile(file) && !isHidden(file)).sorted().toList();
    } catch (IOException e) {
      throw new InputException("cannot read " + folder + ": " + IoProblem.describe(e));
    }
    if (files.isEmpty()) {
      throw new InputException(folder + ": no files in this folder");
    }
    return files;
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
