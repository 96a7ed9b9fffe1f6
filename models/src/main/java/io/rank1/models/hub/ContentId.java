package io.rank1.models.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the hub's ETag says of a file's content: the SHA-256 of a large file (Git LFS and Xet
 * alike), the SHA-1 that Git gives a small one, or, of servers that only look like the hub, nothing
 * that can be checked. It is also the file's name among the cache's blobs.
 *
 * @param etag the ETag without quotes
 */
public record ContentId(String etag) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern GIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /**
   * Validates the ETag, which becomes a file's name.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public ContentId {
    if (!FILE_NAME.matcher(etag).matches()) {
      throw new IllegalArgumentException("an ETag that is no hash: '" + etag + "'");
    }
  }

  /**
   * Reads a header's value.
   *
   * @throws IllegalArgumentException if it cannot be a file's name
   */
  static ContentId ofHeader(String value) {
    String plain = value.startsWith("W/") ? value.substring(2) : value;
    return new ContentId(plain.replace("\"", "").strip());
  }

  /** Whether it says what the content hashes to. */
  public boolean isHash() {
    return isSha256() || GIT.matcher(etag).matches();
  }

  /** Whether it is the content's SHA-256. */
  public boolean isSha256() {
    return SHA256.matcher(etag).matches();
  }

  /** How its hash is called. */
  public String algorithm() {
    return isSha256() ? "SHA-256" : "Git's SHA-1";
  }

  /**
   * Computes the hash that it is; nothing if it is none.
   *
   * @param size the content's length in bytes, which Git hashes too
   */
  public Optional<MessageDigest> digest(long size) {
    if (isSha256()) {
      return Optional.of(digest("SHA-256"));
    }
    if (!isHash()) {
      return Optional.empty();
    }
    MessageDigest git = digest("SHA-1");
    git.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    return Optional.of(git);
  }

  /** Whether a finished digest is this hash. */
  public boolean is(byte[] hash) {
    return etag.equals(HexFormat.of().formatHex(hash));
  }

  @Override
  public String toString() {
    return etag;
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
