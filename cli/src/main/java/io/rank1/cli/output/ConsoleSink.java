package io.rank1.cli.output;

import java.io.IOException;
import java.io.PrintWriter;

/** Lines on standard output. */
public final class ConsoleSink implements LineSink {

  private final PrintWriter out;

  /**
   * @param out flushed, never closed
   */
  public ConsoleSink(PrintWriter out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "standard output";
  }

  @Override
  public void write(String line) throws IOException {
    out.write(line + '\n');
    if (out.checkError()) {
      if (out instanceof ConsoleWriter console && console.failure().isPresent()) {
        throw console.failure().get();
      }
      throw new IOException("write error");
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
