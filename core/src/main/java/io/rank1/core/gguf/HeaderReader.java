package io.rank1.core.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A cursor over the header of a file. Every read is checked against the length of the file before
 * memory is taken, and the header as a whole is limited, so a false count costs nothing.
 */
final class HeaderReader {
  /** Headers of real models are below 20 MiB; nearly all of it is the vocabulary. */
  static final int MAX_HEADER_BYTES = 64 << 20;

  private static final int FIRST_READ = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final long fileSize;
  private ByteBuffer header;
  private int position;

  HeaderReader(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.fileSize = channel.size();
    this.header = buffer(0);
  }

  long fileSize() {
    return fileSize;
  }

  int position() {
    return position;
  }

  int int32(String what) throws IOException {
    int at = take(Integer.BYTES, what);
    return header.getInt(at);
  }

  long int64(String what) throws IOException {
    int at = take(Long.BYTES, what);
    return header.getLong(at);
  }

  /** A 64-bit count or length; one above Long.MAX_VALUE is refused. */
  long count(String what) throws IOException {
    long value = int64(what);
    if (value < 0) {
      throw broken(what + " is out of range: " + Long.toUnsignedString(value));
    }
    return value;
  }

  long integer(GgufValueType type, String what) throws IOException {
    int at = take(type.bytes(), what);
    return GgufNumberArray.integer(type, header, at);
  }

  double floating(GgufValueType type, String what) throws IOException {
    int at = take(type.bytes(), what);
    return GgufNumberArray.floating(type, header, at);
  }

  /** A string that must be UTF-8 of 1 to {@code maxBytes} bytes. */
  String name(int maxBytes, String what) throws IOException {
    long length = count("the length of " + what);
    if (length == 0 || length > maxBytes) {
      throw broken(what + " has " + length + " bytes, allowed are 1 to " + maxBytes);
    }
    int at = take(length, what);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(header.slice(at, (int) length)).toString();
    } catch (CharacterCodingException e) {
      throw broken(what + " at byte " + at + " is not UTF-8");
    }
  }

  /** Any string; bytes that are not UTF-8 become U+FFFD. */
  String string(String what) throws IOException {
    long length = count("the length of " + what);
    int at = take(length, what);
    return new String(header.array(), at, (int) length, StandardCharsets.UTF_8);
  }

  /** Passes over a string and returns where its bytes begin. */
  int skipString(String what) throws IOException {
    return take(count(what), what);
  }

  /** Passes over bytes and returns where they begin. */
  int skip(long bytes, String what) throws IOException {
    return take(bytes, what);
  }

  /** Refuses a count of things of at least this size that the rest of the file cannot hold. */
  void requireRoom(long count, int bytesEach, String what) throws IOException {
    if (count > (fileSize - position) / bytesEach || count > MAX_HEADER_BYTES / bytesEach) {
      throw broken(what + " claims " + count + " entries, more than the header can hold");
    }
  }

  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(header.array(), from, to);
  }

  GgufException broken(String rule) {
    return new GgufException(path, rule);
  }

  /** Moves on by some bytes, which the buffer holds afterwards; it may be another buffer then. */
  private int take(long bytes, String what) throws IOException {
    if (bytes > fileSize - position) {
      throw broken(
          "the file ends inside %s: %d bytes needed at byte %d of %d"
              .formatted(what, bytes, position, fileSize));
    }
    if (bytes > MAX_HEADER_BYTES - position) {
      throw broken(
          "the header goes on beyond %d bytes inside %s".formatted(MAX_HEADER_BYTES, what));
    }
    int at = position;
    position += (int) bytes;
    if (position > header.limit()) {
      fill(what);
    }
    return at;
  }

  private void fill(String what) throws IOException {
    long wanted = Math.max(position, Math.max(FIRST_READ, 2L * header.limit()));
    ByteBuffer larger = buffer((int) Math.min(Math.min(wanted, fileSize), MAX_HEADER_BYTES));
    larger.put(header.rewind());
    while (larger.hasRemaining()) {
      if (channel.read(larger) < 0) {
        throw broken("the file became shorter while " + what + " was read");
      }
    }
    header = larger;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
