package io.rank1.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The lines of a stream: strict UTF-8, plain or packed with gzip or zstd. A byte order mark at the
 * start and a carriage return before a line feed are left out.
 */
public final class Utf8Lines implements AutoCloseable {

  private final ByteLines lines;

  /**
   * @param name the stream's name in messages
   * @param raw closed with this
   */
  public Utf8Lines(String name, InputStream raw) {
    this(new ByteLines(name, new UnpackedInput(raw)));
  }

  /**
   * @param lines closed with this
   */
  public Utf8Lines(ByteLines lines) {
    this.lines = lines;
  }

  /** The number of the line last returned, from 1. */
  public long number() {
    return lines.number();
  }

  /**
   * The next line, or nothing at the end.
   *
   * @throws InputException when it cannot be read or is not valid UTF-8
   */
  public Optional<String> next() throws InputException {
    return lines.next() ? Optional.of(lines.text()) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
