package io.rank1.models.hub;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The disk that files are fetched to. */
final class Disk {

  private Disk() {}

  /** The error for something that could not be done with a file or folder. */
  static HubException problem(String verb, Path path, IOException e) {
    String words = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    if (e instanceof AccessDeniedException) {
      words = "permission denied";
    }
    return new HubException(
        HubException.Kind.DISK,
        "cannot "
            + verb
            + " "
            + path
            + ": "
            + (words == null ? e.getClass().getSimpleName() : words)
            + "; free the space, or choose another folder by --to, HF_HUB_CACHE or HF_HOME",
        e);
  }

  /**
   * Requires room.
   *
   * @param folder which need not exist
   * @throws HubException when there is less
   */
  static void requireSpace(Path folder, long bytes) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    long free;
    try {
      free = Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      throw problem("find the free space of", there, e);
    }
    if (bytes > free) {
      throw new HubException(
          HubException.Kind.DISK,
          String.format(
              Locale.ROOT,
              "%s has %.1f GB free, and %.1f GB are to be fetched; free some, or choose another folder by --to, HF_HUB_CACHE or HF_HOME",
              folder,
              free / 1e9,
              bytes / 1e9));
    }
  }

  /** Bytes of a file; none if it is not there. */
  static long length(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw problem("read", file, e);
    }
  }

  /** Deletes a file that is worth nothing. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw problem("delete", file, e);
    }
  }

  /** Makes a folder and those above it. */
  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw problem("make the folder", folder, e);
    }
  }
}
