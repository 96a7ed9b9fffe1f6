package io.rank1.cli.output;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.IoProblem;
import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines on standard output. Data are written as they are, unless a terminal shows them. */
public final class ConsoleSink implements LineSink {

  private final PrintWriter out;
  private final boolean shown;

  /**
   * @param out flushed, never closed
   */
  public ConsoleSink(PrintWriter out) {
    this(out, Set.of());
  }

  /**
   * @param out flushed, never closed
   * @param terminals the streams that a terminal shows
   */
  public ConsoleSink(PrintWriter out, Set<StandardStream> terminals) {
    this.out = out;
    this.shown = terminals.contains(StandardStream.OUT);
  }

  @Override
  public String name() {
    return "standard output";
  }

  @Override
  public void write(String line) throws IOException {
    writeAll(shown ? plainCells(line) : line);
  }

  private static String plainCells(String line) {
    return Stream.of(line.split("\t", -1)).map(PlainText::line).collect(Collectors.joining("\t"));
  }

  private void writeAll(String text) throws IOException {
    out.write(text + '\n');
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
   * Writes a text that is the whole result, without what steers a terminal.
   *
   * @throws CommandException when it cannot be written
   */
  public void print(String text) {
    printPainted(PlainText.lines(text));
  }

  /**
   * Writes a text that is the whole result and may hold colours; what it has from files is plain
   * already.
   *
   * @throws CommandException when it cannot be written
   */
  public void printPainted(String text) {
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
