package io.rank1.cli.output;

import java.io.Console;
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

  private static final int FILE_TYPE = 0xF000;
  private static final int CHARACTER_DEVICE = 0x2000;

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
      return isOnTerminal(System.console(), Console.class) // no /proc here
          && !isElsewhere(Path.of("/dev/fd/" + descriptor), Path.of("/dev/null"));
    }
  }

  /**
   * Whether a console is a terminal. Before Java 22 there was none without; since then it can be
   * asked.
   */
  static boolean isOnTerminal(Object console, Class<?> type) {
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(type.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * Whether a stream leads to something that is no terminal for certain. A console speaks of
   * standard input and output only, and macOS tells what each descriptor is.
   *
   * @param stream the descriptor's name; other systems have none
   * @param nothing a device that swallows all
   */
  static boolean isElsewhere(Path stream, Path nothing) {
    try {
      int mode = (Integer) Files.getAttribute(stream, "unix:mode");
      return (mode & FILE_TYPE) != CHARACTER_DEVICE
          || Files.getAttribute(stream, "unix:rdev")
              .equals(Files.getAttribute(nothing, "unix:rdev"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
