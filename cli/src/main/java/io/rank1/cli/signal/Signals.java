package io.rank1.cli.signal;

import java.time.Duration;
import java.util.function.Consumer;

/** Signals that ask the process to end. */
public interface Signals {

  /**
   * Signals so close to each other count as one: programs that pass them on may send one to the
   * process and once more to its group.
   */
  Duration ONE_WISH = Duration.ofMillis(300);

  /** A handler that is taken back when it is closed. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Hands signals to a handler, on a thread of its own, in place of what they would do.
   *
   * @param handler must return soon
   */
  Registration handle(Consumer<EndSignal> handler);

  /** Ends the process at once, without a word to anyone. */
  void endNow(EndSignal signal);
}
