package io.rank1.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The streams that a process writes to. */
public enum StandardStream {
  OUT(1),
  ERR(2);

  private final int descriptor;

  StandardStream(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * The streams that a terminal shows, as far as that can be told. One that knows neither colours
   * nor how a line is rewritten, which {@code TERM} says, counts as a file.
   *
   * @param environment the value of an environment variable, or null
   */
  public static Set<StandardStream> terminals(UnaryOperator<String> environment) {
    Set<StandardStream> terminals = EnumSet.noneOf(StandardStream.class);
    if ("dumb".equals(environment.apply("TERM"))) {
      return terminals;
    }
    for (StandardStream stream : values()) {
      if (stream.isTerminal()) {
        terminals.add(stream);
      }
    }
    return terminals;
  }

  private boolean isTerminal() {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null; // no /proc here
    }
  }
}
