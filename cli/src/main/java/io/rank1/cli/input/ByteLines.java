package io.rank1.cli.input;

import io.rank1.cli.exit.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * The lines of a stream as bytes, which are decoded only where they are needed. A byte order mark
 * at the start and a carriage return before a line feed are left out. The bytes of a line are good
 * until the next one is read.
 */
public final class ByteLines implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = 64; // MiB
  private static final int TAR_MARK = 257; // its place in the first header, which has no line feed
  private static final byte[] TAR = {'u', 's', 't', 'a', 'r'};
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final String name;
  private final InputStream in;
  private final int longest; // line, in MiB
  private byte[] buffer = new byte[BUFFER];
  private int from; // of the line
  private int to;
  private int next; // first byte after the line and its end
  private int filled;
  private long number;

  /**
   * @param name the stream's name in messages
   * @param in not packed; closed with this
   */
  public ByteLines(String name, InputStream in) {
    this(name, in, LONGEST_LINE);
  }

  /**
   * @param name the stream's name in messages
   * @param in not packed; closed with this
   * @param longest how long a line may be, in MiB, below 1024
   */
  public ByteLines(String name, InputStream in, int longest) {
    this.name = name;
    this.in = in;
    this.longest = longest;
  }

  /** The stream's name in messages. */
  public String name() {
    return name;
  }

  /** The number of the line last read, from 1. */
  public long number() {
    return number;
  }

  /** What holds the line, and maybe more. */
  public byte[] bytes() {
    return buffer;
  }

  /** Where the line begins in {@link #bytes}. */
  public int from() {
    return from;
  }

  /** Where the line ends in {@link #bytes}. */
  public int to() {
    return to;
  }

  /**
   * Reads the next line.
   *
   * @return false at the end
   * @throws InputException when it cannot be read, or is longer than it may be
   */
  public boolean next() throws InputException {
    try {
      from = next;
      number++;
      if (from == filled && !fill()) {
        number--;
        return false;
      }
      find();
      return true;
    } catch (DamagedInputException e) {
      throw InputException.at(name, number, e.getMessage());
    } catch (IOException e) {
      throw new InputException("cannot read " + name + ": " + IoProblem.describe(e));
    }
  }

  /** Sets the line's end. */
  private void find() throws IOException, InputException {
    int end = from;
    while (true) {
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      if (end < filled) {
        next = end + 1;
        break;
      }
      int length = end - from;
      if (length > longest << 20) {
        throw bad("a line of more than " + longest + " MiB");
      }
      boolean more = fill(); // moves the line
      end = from + length;
      if (!more) {
        next = end;
        break;
      }
    }
    to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
    if (number == 1
        && to - from >= BOM.length
        && Arrays.equals(buffer, from, from + BOM.length, BOM, 0, BOM.length)) {
      from += BOM.length;
    }
    if (number == 1 && to - from > TAR_MARK + TAR.length) {
      int mark = from + TAR_MARK;
      if (Arrays.equals(buffer, mark, mark + TAR.length, TAR, 0, TAR.length)
          && buffer[mark - 1] == 0) {
        throw bad(Packing.notSupported("tar"));
      }
    }
  }

  /** Reads what there is, at least one byte, behind what is left of the line; false at the end. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      filled -= from;
      from = 0;
      next = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = Math.max(0, in.read(buffer, filled, buffer.length - filled));
    filled += count;
    return count > 0;
  }

  /**
   * The text of the line.
   *
   * @throws InputException when it is not valid UTF-8
   */
  public String text() throws InputException {
    return text(from, to);
  }

  /**
   * The text of a part of the line.
   *
   * @param start where it begins in {@link #bytes}
   * @param end where it ends
   * @throws InputException when it is not valid UTF-8
   */
  public String text(int start, int end) throws InputException {
    try {
      return StrictUtf8.decode(buffer, start, end - start);
    } catch (CharacterCodingException e) {
      throw bad("invalid UTF-8; convert the file to UTF-8");
    }
  }

  /** A problem with the line last read. */
  public InputException bad(String problem) {
    return InputException.at(name, number, problem);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
