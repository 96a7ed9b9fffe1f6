package io.rank1.core.runner;

import java.util.Objects;

/**
 * Consecutive tokens of one sequence, to be run in one step.
 *
 * @param slot the sequence's slot, from 0
 * @param start position of the first token; the slot's KV cache holds exactly the positions before
 * @param tokens at least one token; not changed after construction
 * @param output what to return for the last of them
 */
public record Chunk(int slot, int start, int[] tokens, Output output) {

  public Chunk {
    Objects.requireNonNull(output, "output");
    if (slot < 0 || start < 0 || tokens.length == 0) {
      throw new IllegalArgumentException(
          "chunk of " + tokens.length + " tokens at " + start + " in slot " + slot);
    }
  }
}
