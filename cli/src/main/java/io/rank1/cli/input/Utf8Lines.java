package io.rank1.cli.input;

import io.rank1.cli.exit.IoProblem;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The lines of a stream: strict UTF-8, packed with gzip or not. A byte order mark at the start and
 * a carriage return before a line feed are left out.
 */
public final class Utf8Lines implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = 64 << 20;

  private final String name;
  private final InputStream raw;
  private final byte[] buffer = new byte[BUFFER];
  private InputStream in; // null until the first line is read: looking for gzip may block
  private int from;
  private int to;
  private long number;

  /**
   * @param name the stream's name in messages
   * @param raw closed with this
   */
  public Utf8Lines(String name, InputStream raw) {
    this.name = name;
    this.raw = raw;
  }

  /** The number of the line last returned, from 1. */
  public long number() {
    return number;
  }

  /**
   * The next line, or nothing at the end.
   *
   * @throws InputException when it cannot be read or is not valid UTF-8
   */
  public Optional<String> next() throws InputException {
    try {
      if (in == null) {
        in = GzipDetector.unpacked(raw);
      }
      if (from == to && !fill()) {
        return Optional.empty();
      }
      number++;
      return Optional.of(line());
    } catch (CharacterCodingException e) {
      throw InputException.at(name, number, "invalid UTF-8");
    } catch (EOFException | ZipException e) {
      String place = number == 0 ? name : name + ":" + number;
      throw new InputException(place + ": damaged gzip: " + IoProblem.describe(e));
    } catch (IOException e) {
      throw new InputException("cannot read " + name + ": " + IoProblem.describe(e));
    }
  }

  private String line() throws IOException, InputException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    do {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, end - from);
      if (line.size() > LONGEST_LINE) {
        throw InputException.at(name, number, "a line of more than 64 MiB");
      }
      from = end;
      if (end < to) {
        from++; // the line feed
        break;
      }
    } while (fill());
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    String text = StrictUtf8.decode(bytes, length);
    return number == 1 ? StrictUtf8.withoutBom(text) : text;
  }

  /** Reads what there is, at least one byte; false at the end. */
  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
