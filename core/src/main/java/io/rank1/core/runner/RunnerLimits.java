package io.rank1.core.runner;

/**
 * What a runner can hold.
 *
 * @param slots sequences that can be in the KV cache at once
 * @param cells tokens that the KV cache holds over all sequences
 * @param sequenceTokens tokens that one sequence may have, at most {@code cells}
 * @param batchTokens tokens that one step may run, at least one for each slot
 */
public record RunnerLimits(int slots, int cells, int sequenceTokens, int batchTokens) {

  /**
   * @throws IllegalArgumentException when the numbers contradict each other
   */
  public RunnerLimits {
    if (slots < 1 || sequenceTokens < 1) {
      throw new IllegalArgumentException(
          "a runner needs at least one slot and one token: " + slots + ", " + sequenceTokens);
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
}
