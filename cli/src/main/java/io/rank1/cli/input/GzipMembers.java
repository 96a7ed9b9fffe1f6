package io.rank1.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What the members of a gzip file hold (RFC 1952), one after another. Behind the last there may be
 * zeros, with which tapes and block devices are filled up. Anything else is an error: Java's own
 * reader takes it for the end. Returns what there is, and waits for no more.
 */
final class GzipMembers extends InputStream {

  private static final int BUFFER = 1 << 16;
  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xE0;

  private final InputStream packed;
  private final byte[] buffer = new byte[BUFFER];
  private int from; // what of the buffer was not used yet
  private int to;
  private long taken; // from the stream, all told
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32(); // of the header, then of the text
  private boolean inside; // of a member

  /**
   * @param packed closed with this
   */
  GzipMembers(InputStream packed) {
    this.packed = packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * @throws DamagedInputException when a member is damaged, or something else follows one
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = 0;
    while (length > 0 && count == 0) {
      if (!inside && !begin()) {
        return -1;
      }
      count = inflate(bytes, offset, length);
      checksum.update(bytes, offset, count);
      if (count == 0 && inflater.finished()) {
        end();
      }
    }
    return count;
  }

  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    if (inflater.needsInput() && !inflater.finished()) {
      if (from == to && !fill()) {
        throw tooEarly();
      }
      inflater.setInput(buffer, from, to - from);
    }
    try {
      int count = inflater.inflate(bytes, offset, length);
      from = to - inflater.getRemaining();
      if (count == 0 && inflater.needsDictionary()) {
        throw damaged("a dictionary is needed");
      }
      return count;
    } catch (DataFormatException e) {
      throw damaged(e.getMessage() == null ? "invalid data" : e.getMessage());
    }
  }

  /** Begins a member; false at the end. */
  private boolean begin() throws IOException {
    boolean first = taken == 0;
    if (from == to && !fill()) {
      return false;
    }
    long start = position();
    checksum.reset();
    int magic = next();
    if (!first && magic == 0) {
      requireZeros(start);
      return false;
    }
    if (magic == (MAGIC & 0xFF) && (first || from < to || fill())) {
      magic |= next() << 8;
    }
    if (magic != MAGIC) {
      throw new DamagedInputException(
          "gzip", "what follows a member is neither another one nor padding with zeros", start);
    }
    readHeader();
    inflater.reset();
    checksum.reset();
    inside = true;
    return true;
  }

  private void requireZeros(long start) throws IOException {
    while (from < to || fill()) {
      if (next() != 0) {
        throw new DamagedInputException(
            "gzip", "what follows a member begins with zeros and is no padding", start);
      }
    }
  }

  private void readHeader() throws IOException {
    if (next() != DEFLATE) {
      throw damaged("an unknown method");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw damaged("unknown flags");
    }
    skip(6); // time, level, system
    if ((flags & EXTRA) != 0) {
      skip(nextTwo());
    }
    for (int text : new int[] {NAME, COMMENT}) {
      while ((flags & text) != 0 && next() != 0) {
        // up to a zero
      }
    }
    int expected = (int) checksum.getValue() & 0xFFFF;
    if ((flags & HEADER_CHECKSUM) != 0 && nextTwo() != expected) {
      throw damaged("a header's checksum is wrong");
    }
  }

  private void end() throws IOException {
    long expected = checksum.getValue();
    long length = inflater.getBytesWritten() & 0xFFFF_FFFFL;
    if ((nextTwo() | (long) nextTwo() << 16) != expected) {
      throw damaged("a checksum is wrong");
    }
    if ((nextTwo() | (long) nextTwo() << 16) != length) {
      throw damaged("a length is wrong");
    }
    inside = false;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private int nextTwo() throws IOException {
    return next() | next() << 8;
  }

  private int next() throws IOException {
    if (from == to && !fill()) {
      throw tooEarly();
    }
    checksum.update(buffer[from]);
    return buffer[from++] & 0xFF;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, packed.read(buffer, 0, buffer.length));
    taken += to;
    return to > 0;
  }

  private long position() {
    return taken - (to - from);
  }

  private DamagedInputException tooEarly() {
    return damaged("it ends too early");
  }

  private DamagedInputException damaged(String how) {
    return new DamagedInputException("gzip", how, position());
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    packed.close();
  }
}
