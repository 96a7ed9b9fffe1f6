package io.rank1.models.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A second name for a file, as far as the file system has such. */
final class Links {

  private Links() {}

  /**
   * Makes a name for a file: a relative symbolic link, or else a hard link, or else a copy. What
   * was there is replaced in one step.
   *
   * @throws IOException when not even a copy can be made
   */
  static void replace(Path name, Path target) throws IOException {
    Path part = name.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      make(part, target);
      Files.move(part, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void make(Path name, Path target) throws IOException {
    try {
      Path folder = name.toAbsolutePath().getParent();
      Files.createSymbolicLink(name, folder.relativize(target.toAbsolutePath()));
    } catch (UnsupportedOperationException | IOException e) {
      linkHard(name, target); // on Windows, symbolic links are a privilege
    }
  }

  private static void linkHard(Path name, Path target) throws IOException {
    try {
      Files.createLink(name, target);
    } catch (UnsupportedOperationException | IOException e) {
      Files.copy(target, name);
    }
  }
}
