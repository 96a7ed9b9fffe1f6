package io.rank1.core.files;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Folders on disks whose power may fail. */
public final class Folders {

  private Folders() {}

  /**
   * Brings the names in a folder to the disk: without it, a power failure may take a new name away
   * from a file that is safe itself. Windows knows no such thing.
   *
   * @throws IOException when the folder cannot be opened or its disk refuses
   */
  public static void force(Path folder) throws IOException {
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
