package io.rank1.core.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where files go that nobody needs after the process. */
public final class TemporaryFolder {

  private TemporaryFolder() {}

  /**
   * Java's folder for temporary files; where that is not there or cannot be written, a folder in
   * the user's cache.
   *
   * @throws IOException when neither can be written; the message says so, and what to do
   */
  public static Path ofThisUser() throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir"));
    return isWritable(usual) ? usual : of(usual, UserCache.ofThisUser());
  }

  private static boolean isWritable(Path folder) {
    return Files.isDirectory(folder) && Files.isWritable(folder);
  }

  static Path of(Path usual, UserCache cache) throws IOException {
    if (isWritable(usual)) {
      return usual;
    }
    Path other = cache.section("tmp").folder();
    try {
      return Files.createDirectories(other);
    } catch (IOException e) {
      throw new IOException(
          "temporary files can be written neither to "
              + usual
              + " nor to "
              + other
              + "; set RANK1_CACHE to a folder that can be written, or"
              + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER",
          e);
    }
  }
}
