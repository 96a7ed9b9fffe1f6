package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
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
    requireWhole();
  }

  private void requireWhole() throws IOException {
    if (out.checkError()) {
      if (out instanceof ConsoleWriter console && console.failure().isPresent()) {
        throw console.failure().get();
      }
      throw new IOException("write error");
    }
  }

  /**
   * Writes a text that is the whole result.
   *
   * @throws CommandException when it cannot be written
   */
  public void print(String text) {
    out.write(text + '\n');
    finish();
  }

  /**
   * Makes sure that everything that was printed so far, here or by the writer, is written.
   *
   * @throws CommandException when it is not
   */
  public void finish() {
    try {
      requireWhole();
    } catch (IOException e) {
      throw CommandException.usage("cannot write " + name() + ": " + IoProblem.describe(e));
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
