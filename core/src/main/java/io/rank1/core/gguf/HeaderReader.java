package io.rank1.core.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

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
  private String kind = "the header";
  private Object name = "";

  HeaderReader(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.fileSize = channel.size();
    this.header = buffer(0);
  }

  /** Says what the next reads are about, for messages: "key" and its name, say. */
  void enter(String newKind, Object newName) {
    kind = newKind;
    name = newName;
  }

  long fileSize() {
    return fileSize;
  }

  int position() {
    return position;
  }

  int int32() throws IOException {
    int at = take(Integer.BYTES);
    return header.getInt(at);
  }

  long int64() throws IOException {
    int at = take(Long.BYTES);
    return header.getLong(at);
  }

  /** A 64-bit count or length; one above Long.MAX_VALUE is refused. */
  long count() throws IOException {
    long value = int64();
    if (value < 0) {
      throw broken("a count or length is out of range: " + Long.toUnsignedString(value));
    }
    return value;
  }

  long integer(GgufValueType type) throws IOException {
    int at = take(type.bytes());
    return GgufNumberArray.integer(type, header, at);
  }

  double floating(GgufValueType type) throws IOException {
    int at = take(type.bytes());
    return GgufNumberArray.floating(type, header, at);
  }

  /** A string that must be UTF-8 of 1 to {@code maxBytes} bytes. */
  String name(int maxBytes) throws IOException {
    long length = count();
    if (length == 0 || length > maxBytes) {
      throw broken("a name of " + length + " bytes, allowed are 1 to " + maxBytes);
    }
    int at = take(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(header.slice(at, (int) length)).toString();
    } catch (CharacterCodingException e) {
      throw broken("the name at byte " + at + " is not UTF-8");
    }
  }

  /** Any string; bytes that are not UTF-8 become U+FFFD. */
  String string() throws IOException {
    long length = count();
    int at = take(length);
    return new String(header.array(), at, (int) length, StandardCharsets.UTF_8);
  }

  /** Passes over a string and returns where its bytes begin. */
  int skipString() throws IOException {
    return take(count());
  }

  /** Passes over bytes and returns where they begin. */
  int skip(long bytes) throws IOException {
    return take(bytes);
  }

  /** Refuses a count of things of at least this size that the rest of the file cannot hold. */
  void requireRoom(long count, int bytesEach) throws IOException {
    if (count > (fileSize - position) / bytesEach || count > MAX_HEADER_BYTES / bytesEach) {
      throw broken("it claims " + count + " entries, more than the header can hold");
    }
  }

  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(header.array(), from, to);
  }

  GgufException broken(String rule) {
    return new GgufException(path, (kind + " " + name).trim() + ": " + rule);
  }

  /** Moves on by some bytes, which the buffer holds afterwards; it may be another buffer then. */
  private int take(long bytes) throws IOException {
    if (bytes > fileSize - position) {
      throw broken(
          String.format(
              Locale.ROOT,
              "the file ends here: %d bytes needed at byte %d of %d",
              bytes,
              position,
              fileSize));
    }
    if (bytes > MAX_HEADER_BYTES - position) {
      throw broken("the header goes on beyond " + MAX_HEADER_BYTES + " bytes");
    }
    int at = position;
    position += (int) bytes;
    if (position > header.limit()) {
      fill();
    }
    return at;
  }

  private void fill() throws IOException {
    long wanted = Math.max(position, Math.max(FIRST_READ, 2L * header.limit()));
    ByteBuffer larger = buffer((int) Math.min(Math.min(wanted, fileSize), MAX_HEADER_BYTES));
    larger.put(header.rewind());
    while (larger.hasRemaining()) {
      if (channel.read(larger, larger.position()) < 0) {
        throw broken("the file became shorter while it was read");
      }
    }
    header = larger;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
