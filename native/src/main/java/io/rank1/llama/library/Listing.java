package io.rank1.llama.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in folders that may not be there. */
final class Listing {

  private Listing() {}

  /**
   * The names of a folder's entries, sorted; none for what is no folder.
   *
   * @throws LibraryException when it is one and cannot be read
   */
  static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new LibraryException("cannot read the folder " + folder, e);
    }
  }
}
