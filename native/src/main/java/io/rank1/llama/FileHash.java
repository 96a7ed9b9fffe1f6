package io.rank1.llama;

import io.rank1.core.identity.Hash128;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of files' bytes. */
final class FileHash {

  private static final int BUFFER = 1 << 20;
  private static final int MARK_DIGITS = 12;

  private FileHash() {}

  /**
   * The hash over files, one after the other, in hexadecimal digits.
   *
   * @throws IOException when one cannot be read
   */
  static String of(List<Path> files) throws IOException {
    MessageDigest digest = Hash128.digest();
    byte[] buffer = new byte[BUFFER];
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The beginning of it, which tells builds of a library apart that do not say which they are.
   *
   * @throws RuntimeUnusableException when a file cannot be read
   */
  static String markOf(List<Path> libraries) {
    try {
      return of(libraries).substring(0, MARK_DIGITS);
    } catch (IOException e) {
      throw new RuntimeUnusableException("cannot read the library: " + e.getMessage(), e);
    }
  }
}
