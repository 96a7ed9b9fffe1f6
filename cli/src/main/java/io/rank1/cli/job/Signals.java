package io.rank1.cli.job;

import java.util.function.Consumer;

/** Signals that ask the process to end. */
public interface Signals {

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
