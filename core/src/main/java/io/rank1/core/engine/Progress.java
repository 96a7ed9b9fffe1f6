package io.rank1.core.engine;

import java.util.Optional;

/**
 * Where a sequence stands when its program is asked.
 *
 * @param size tokens that it has, the prompt included
 * @param generated tokens of them that were taken from the model
 * @param room tokens that it may still take before the context is full
 * @param reached the limit that is reached by {@link Action.Continue}; empty when none is
 */
public record Progress(int size, int generated, int room, Optional<Limit> reached) {

  /** What ends a sequence's decoding, in the order in which they are looked for. */
  public enum Limit {
    /** The token ends the model's text. */
    END_OF_TEXT,
    /** The sequence has as many generated tokens as it may have. */
    BUDGET,
    /** The sequence is as long as it may get. */
    CONTEXT
  }
}
