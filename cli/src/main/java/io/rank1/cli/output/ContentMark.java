package io.rank1.cli.output;

import io.rank1.core.identity.Hash128;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * What tells a file's content from any other.
 *
 * @param bytes its length
 * @param hash the hash of all of it
 */
public record ContentMark(long bytes, Hash128 hash) {

  private static final int BUFFER = 1 << 18;

  public ContentMark {
    Objects.requireNonNull(hash, "hash");
  }

  /**
   * @throws IOException when the file cannot be read
   */
  public static ContentMark of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(channel);
    }
  }

  /** Leaves the channel's position alone. */
  static ContentMark of(FileChannel channel) throws IOException {
    MessageDigest digest = Hash128.digest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long at = 0;
    for (int n = channel.read(buffer, at); n >= 0; n = channel.read(buffer, at)) {
      at += n;
      digest.update(buffer.flip());
      buffer.clear();
    }
    return new ContentMark(at, Hash128.ofDigest(digest.digest()));
  }
}
