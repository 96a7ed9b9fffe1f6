package io.rank1.cli.trec;

import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.GzipDetector;
import io.rank1.cli.input.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** The unpacked bytes of a file, whose first ones tell what they are. */
final class DataStream implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF"; // as single bytes
  private static final String BLANKS = " \t\r\n";

  private final String name;
  private final BufferedInputStream in;

  /**
   * @param name the stream's name in messages
   * @param raw packed with gzip or not; closed with this, also when this fails
   */
  DataStream(String name, InputStream raw) throws IOException {
    this.name = name;
    try {
      in = new BufferedInputStream(GzipDetector.unpacked(raw), BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  InputStream in() {
    return in;
  }

  /**
   * Whether the first character is a brace, byte order mark and blanks aside. Nothing is taken out
   * of the stream.
   *
   * @throws InputException when it cannot be read
   */
  boolean startsWithBrace() throws InputException {
    try {
      in.mark(BUFFER);
      int first = in.read();
      for (int i = 1; i < BUFFER && isSkipped(first); i++) {
        first = in.read();
      }
      in.reset();
      return first == '{';
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static boolean isSkipped(int character) {
    return BLANKS.indexOf(character) >= 0 || BYTE_ORDER_MARK.indexOf(character) >= 0;
  }

  /** An error of reading, with the stream's name. */
  static InputException unreadable(String name, IOException problem) {
    boolean damaged = problem instanceof EOFException || problem instanceof ZipException;
    return new InputException(
        "cannot read %s: %s%s"
            .formatted(name, damaged ? "damaged gzip: " : "", IoProblem.describe(problem)));
  }

  /**
   * @throws InputException when it cannot be closed
   */
  @Override
  public void close() throws InputException {
    try {
      in.close();
    } catch (IOException e) {
      throw new InputException("cannot close " + name + ": " + IoProblem.describe(e));
    }
  }
}
