package io.rank1.cli.output;

import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A print writer in UTF-8 that remembers why it failed. What is printed by {@code println} is a
 * message, and speaks of files: nothing in it steers a terminal. The other methods write what they
 * are given, for those that steer on purpose, and for data.
 */
public final class ConsoleWriter extends PrintWriter {

  private final Remembering stream;

  /** Writes to a stream. */
  public ConsoleWriter(OutputStream out) {
    this(new Remembering(out));
  }

  private ConsoleWriter(Remembering stream) {
    super(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    this.stream = stream;
  }

  /** Prints a message on one line. */
  @Override
  public void println(String message) {
    super.println(PlainText.line(String.valueOf(message)));
  }

  /** Prints what may have several lines, as the trace of an exception. */
  @Override
  public void println(Object message) {
    super.println((Object) PlainText.lines(String.valueOf(message)));
  }

  /** The first error, if there was one. */
  Optional<IOException> failure() {
    return Optional.ofNullable(stream.failure);
  }

  private static final class Remembering extends OutputStream {

    private final OutputStream out;
    private volatile IOException failure;

    Remembering(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw remember(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw remember(e);
      }
    }

    private IOException remember(IOException e) {
      if (failure == null) {
        failure = e;
      }
      return e;
    }
  }
}
