package io.rank1.core.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first 128 bits of a SHA-256, which are enough to tell any number of things apart. Hashes are
 * ordered by their bits, as signed numbers.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record Hash128(long high, long low) implements Comparable<Hash128> {

  private static final int BYTES = 16;

  /** The hash of bytes. */
  public static Hash128 of(byte[] content) {
    return ofDigest(digest().digest(content));
  }

  /**
   * The hash that a digest begins with.
   *
   * @param digest 16 bytes or more
   */
  public static Hash128 ofDigest(byte[] digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new Hash128(bytes.getLong(), bytes.getLong());
  }

  /**
   * @throws IllegalArgumentException unless the text is 32 hexadecimal digits
   */
  public static Hash128 parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash of " + bytes.length + " bytes");
    }
    return ofDigest(bytes);
  }

  /** A digest of the kind that these hashes come from. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds a text to a digest behind its length, so that no two lists of texts are alike. */
  public static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  @Override
  public int compareTo(Hash128 other) {
    int byHigh = Long.compare(high, other.high);
    return byHigh != 0 ? byHigh : Long.compare(low, other.low);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
