package io.rank1.core.runner;

import java.util.List;
import java.util.Objects;

/**
 * Consecutive tokens of one sequence, to be run in one step.
 *
 * @param slot the sequence's slot, from 0
 * @param start position of the first token; the slot's KV cache holds exactly the positions before
 * @param tokens at least one token; not changed after construction
 * @param wanted what to read after which of them, in ascending order of position; possibly nothing
 * @param sampling how next tokens are chosen
 */
public record Chunk(int slot, int start, int[] tokens, List<Wanted> wanted, Sampling sampling) {

  /**
   * @throws IllegalArgumentException when there is no token, or wanted positions are not in order
   *     or not the chunk's
   */
  public Chunk {
    Objects.requireNonNull(sampling, "sampling");
    if (slot < 0 || start < 0 || tokens.length == 0) {
      throw new IllegalArgumentException(
          "chunk of " + tokens.length + " tokens at " + start + " in slot " + slot);
    }
    wanted = List.copyOf(wanted);
    int from = start;
    for (Wanted row : wanted) {
      if (row.position() < from || row.position() >= start + tokens.length) {
        throw new IllegalArgumentException(
            "row wanted at " + row.position() + " of " + tokens.length + " tokens at " + start);
      }
      from = row.position() + 1;
    }
  }

  /** A chunk whose tokens are chosen greedily. */
  public Chunk(int slot, int start, int[] tokens, List<Wanted> wanted) {
    this(slot, start, tokens, wanted, Sampling.GREEDY);
  }

  /** The position after the last token. */
  public int end() {
    return start + tokens.length;
  }
}
