package io.rank1.core.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a name stands for when it is a symbolic link. */
public final class LinkTarget {

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  private LinkTarget() {}

  /**
   * The file that is written when a name is: the end of the chain of links that begins there,
   * whether there is such a file or not. A name that is no link is its own.
   *
   * @throws FileSystemLoopException when the links lead in a circle
   * @throws IOException when a link cannot be read
   */
  public static Path of(Path name) throws IOException {
    Path place = name;
    for (int links = 0; Files.isSymbolicLink(place); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(name.toString());
      }
      place = place.resolveSibling(Files.readSymbolicLink(place));
    }
    return place;
  }
}
