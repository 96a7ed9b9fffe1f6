package io.rank1.cli.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that are refused as soon as they are no UTF-8, for parsers that take other encodings, or
 * surrogates written in three bytes each.
 */
final class CheckedUtf8 extends FilterInputStream {

  /** Invalid UTF-8. */
  static final class InvalidException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long line;

    InvalidException(long line) {
      super("invalid UTF-8; convert the file to UTF-8");
      this.line = line;
    }

    /** Where it is, from 1. */
    long line() {
      return line;
    }
  }

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
  private final CharBuffer characters = CharBuffer.allocate(1 << 13); // nobody reads them
  private byte[] begun = new byte[0]; // of a character that the next bytes end
  private long line = 1;

  CheckedUtf8(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count >= 0) {
      check(bytes, offset, count);
    } else if (begun.length > 0) {
      throw new InvalidException(line);
    }
    return count;
  }

  private void check(byte[] bytes, int offset, int count) throws InvalidException {
    ByteBuffer all = ByteBuffer.allocate(begun.length + count);
    all.put(begun).put(bytes, offset, count).flip();
    while (decoder.decode(all, characters.clear(), false).isOverflow()) {
      countLines();
    }
    countLines();
    begun = Arrays.copyOfRange(all.array(), all.position(), all.limit());
    if (decoder.decode(all, characters.clear(), false).isError()) {
      throw new InvalidException(line);
    }
  }

  private void countLines() {
    line += characters.flip().chars().filter(c -> c == '\n').count();
  }
}
