package io.rank1.core.runner;

/**
 * What a runner can hold.
 *
 * @param slots sequences that can be in the KV cache at once
 * @param cells tokens that the KV cache holds over all sequences
 * @param sequenceTokens tokens that one sequence may have, at most {@code cells}
 * @param batchTokens tokens that one step may run, at least one for each slot
 * @param rowsPerChunk rows that one chunk may want; positive
 */
public record RunnerLimits(
    int slots, int cells, int sequenceTokens, int batchTokens, int rowsPerChunk) {

  /**
   * @throws IllegalArgumentException when the numbers contradict each other
   */
  public RunnerLimits {
    if (slots < 1 || sequenceTokens < 1) {
      throw new IllegalArgumentException(
          "a runner needs at least one slot and one token: " + slots + ", " + sequenceTokens);
    }
    if (rowsPerChunk < 1) {
      throw new IllegalArgumentException("rowsPerChunk must be positive: " + rowsPerChunk);
    }
    if (cells < sequenceTokens) {
      throw new IllegalArgumentException(
          "a sequence of " + sequenceTokens + " tokens cannot fit " + cells + " KV cells");
    }
    if (batchTokens < slots) {
      throw new IllegalArgumentException(
          "a batch of " + batchTokens + " tokens is too small for " + slots + " slots");
    }
  }

  /** Limits of a runner that reads any number of rows. */
  public RunnerLimits(int slots, int cells, int sequenceTokens, int batchTokens) {
    this(slots, cells, sequenceTokens, batchTokens, Integer.MAX_VALUE);
  }
}
