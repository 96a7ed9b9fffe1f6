package io.rank1.cli.output;

import java.io.IOException;

/** Where result lines go. */
public interface LineSink extends AutoCloseable {

  /** The place, as messages name it. */
  String name();

  /**
   * Writes a line and its end, and hands both to the operating system.
   *
   * @throws IOException when the line was not written whole
   */
  void write(String line) throws IOException;

  @Override
  void close() throws IOException;
}
