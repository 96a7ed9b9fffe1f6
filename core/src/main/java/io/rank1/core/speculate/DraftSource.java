package io.rank1.core.speculate;

import io.rank1.core.runner.RunnerLimits;

/** Where drafters come from. The engine's thread opens it, uses what it makes, and closes it. */
@FunctionalInterface
public interface DraftSource extends AutoCloseable {

  /** Guesses from what the prompt and the chain say already. */
  DraftSource NGRAMS = NgramDrafter::new;

  /**
   * Called once, before the first drafter is used.
   *
   * @param served the limits of the runner whose sequences are drafted for
   * @throws RuntimeException when it cannot be used; the engine then does not start
   */
  default void open(RunnerLimits served) {
    // what needs no model needs nothing opened
  }

  /** A drafter for a new sequence; may be called by any thread. */
  Drafter drafter();

  /**
   * Has a guess that is being made come back soon. The only method but {@link #drafter} that
   * another thread than the engine's may call.
   */
  default void interrupt() {
    // what needs no model is quick
  }

  /** Frees what it holds. Closing again does nothing. */
  @Override
  default void close() {
    // nothing held
  }
}
