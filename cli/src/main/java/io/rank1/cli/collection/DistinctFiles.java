package io.rank1.cli.collection;

import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/** Finds files that are given twice, under whatever name: one of the two is a mistake. */
final class DistinctFiles {

  /** A file that was given. */
  private record Given(String option, Path path) {}

  private final Map<Object, Given> files = new HashMap<>();

  /**
   * @param option which it is given with
   * @throws InputException when there is no such file, it is a folder, or is given already
   */
  void add(String option, Path path) throws InputException {
    Given other = files.putIfAbsent(identity(path), new Given(option, path));
    if (other != null) {
      String twice =
          other.option().equals(option)
              ? "twice with " + option
              : "with " + other.option() + " and with " + option;
      String also = other.path().equals(path) ? "" : ", also as " + other.path();
      throw new InputException(path + " is given " + twice + also);
    }
  }

  private static Object identity(Path path) throws InputException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw new InputException("cannot read " + path + ": it is a directory");
      }
      Object key = attributes.fileKey();
      return key == null ? path.toRealPath() : key; // Windows has no keys
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + IoProblem.describe(e));
    }
  }
}
