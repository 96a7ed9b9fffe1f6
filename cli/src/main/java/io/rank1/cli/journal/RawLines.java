package io.rank1.cli.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes, and where they lie. */
final class RawLines {

  private static final int BUFFER = 1 << 18;
  private static final int LONGEST_LINE = 1 << 28;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];
  private int from; // where the line begins in the buffer
  private int to; // where the buffer's content ends
  private int length;
  private long offset;
  private boolean whole;
  private int taken; // bytes of the line last returned, its end included

  /**
   * @param in read from its beginning, never closed
   */
  RawLines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    from += taken;
    offset += taken;
    int end = from;
    while (true) {
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      if (end < to) {
        return take(end, true);
      }
      int searched = end - from;
      if (!fill()) {
        return searched > 0 && take(end, false);
      }
      end = from + searched;
    }
  }

  private boolean take(int end, boolean ended) {
    length = end - from;
    whole = ended;
    taken = length + (ended ? 1 : 0);
    return true;
  }

  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      if (buffer.length >= LONGEST_LINE) {
        throw new IOException("a line of more than 256 MiB");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = in.read(buffer, to, buffer.length - to);
    to += Math.max(0, read);
    return read > 0;
  }

  /** The line without its end. */
  byte[] bytes() {
    return Arrays.copyOfRange(buffer, from, from + length);
  }

  /** Where the line begins in the stream. */
  long offset() {
    return offset;
  }

  /** Whether the line has an end; only the last one may lack it. */
  boolean isWhole() {
    return whole;
  }
}
