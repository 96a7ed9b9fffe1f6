package io.rank1.llama.library;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * A folder for things that are not whole, beside the places that they are moved to. It is deleted
 * in the end; what killed processes left is deleted a day later.
 */
final class Workspace implements AutoCloseable {

  /** No installation's name begins like this. */
  private static final String PREFIX = ".part-";

  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;

  private Workspace(Path folder) {
    this.folder = folder;
  }

  /** Makes one, and its parent if needed. */
  static Workspace in(Path root) throws IOException {
    Files.createDirectories(root);
    removeAbandoned(root);
    return new Workspace(Files.createTempDirectory(root, PREFIX));
  }

  /** A new folder in it. */
  Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  /** Moves a folder into it, and so to its end. */
  void takeAway(Path old) throws IOException {
    Files.move(old, folder.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Moves a whole folder of it to its place, and what was there away. */
  void moveOut(Path whole, Path place) throws IOException {
    boolean replaces = Files.exists(place);
    if (replaces) {
      takeAway(place);
    }
    try {
      Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(folder.resolve("old"), place, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    deleteTree(folder);
  }

  private static void removeAbandoned(Path root) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    for (String name : Listing.names(root)) {
      Path left = root.resolve(name);
      if (name.startsWith(PREFIX) && Files.getLastModifiedTime(left).toInstant().isBefore(limit)) {
        deleteTree(left);
      }
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
