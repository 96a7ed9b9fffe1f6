package io.rank1.cli.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first 128 bits of a SHA-256, which are enough to tell any number of pairs apart.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record Hash128(long high, long low) {

  private static final int BYTES = 16;

  /** The hash that a digest begins with. */
  static Hash128 of(byte[] digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new Hash128(bytes.getLong(), bytes.getLong());
  }

  /**
   * @throws IllegalArgumentException unless the text is 32 hexadecimal digits
   */
  static Hash128 parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash of " + bytes.length + " bytes");
    }
    return of(bytes);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
