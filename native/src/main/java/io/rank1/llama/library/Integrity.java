package io.rank1.llama.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A file's SHA-512 as npm writes it.
 *
 * @param text {@code sha512-} and the hash in Base64
 */
public record Integrity(String text) {

  private static final String PREFIX = "sha512-";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9+/]{86}==");

  /**
   * Validates the text.
   *
   * @throws IllegalArgumentException if it is not as described
   */
  public Integrity {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("no SHA-512: " + text);
    }
  }

  /** The integrity of a file's content. */
  public static Integrity of(Path file) throws IOException {
    MessageDigest digest = sha512();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return new Integrity(PREFIX + Base64.getEncoder().encodeToString(digest.digest()));
  }

  @Override
  public String toString() {
    return text;
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-512", e);
    }
  }
}
