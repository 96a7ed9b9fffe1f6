package io.rank1.cli.output;

import io.rank1.core.text.PlainText;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard error for what does not pass through our own writers: logs, which repeat what models say
 * of themselves, and traces of exceptions. Nothing in it steers a terminal.
 */
public final class LogStream extends PrintStream {

  /**
   * @param out flushed after every line
   */
  public LogStream(OutputStream out) {
    super(out, true, StandardCharsets.UTF_8);
  }

  /** All that print texts and objects come here. */
  @Override
  public void print(String text) {
    super.print(PlainText.lines(String.valueOf(text)));
  }

  @Override
  public void print(Object object) {
    print(String.valueOf(object));
  }
}
