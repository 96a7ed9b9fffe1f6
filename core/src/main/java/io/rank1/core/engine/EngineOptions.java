package io.rank1.core.engine;

import io.rank1.core.runner.RunnerLimits;

/**
 * How chains are decoded.
 *
 * @param maxThinkTokens the most tokens that a chain may have before its answer is forced
 */
public record EngineOptions(int maxThinkTokens) {

  /** What rank1's reference code uses. */
  public static final EngineOptions DEFAULT = new EngineOptions(8192);

  /** Room for the text that forces an answer and for what it may tokenize to beyond the chain. */
  private static final int FORCING_ROOM = 16;

  /**
   * @throws IllegalArgumentException unless the limit is positive
   */
  public EngineOptions {
    if (maxThinkTokens < 1) {
      throw new IllegalArgumentException("maxThinkTokens must be positive: " + maxThinkTokens);
    }
  }

  /**
   * The most tokens that a prompt may have: a quarter of the context, or the token limit of a chain
   * where that is less, is kept for the reasoning.
   *
   * @throws IllegalArgumentException when the context is too short for any prompt
   */
  public int maxPromptTokens(RunnerLimits limits) {
    int reserve = Math.min(maxThinkTokens, limits.sequenceTokens() / 4);
    int prompt = chainLimit(limits) - reserve;
    if (prompt < 1) {
      throw new IllegalArgumentException(
          "a context of " + limits.sequenceTokens() + " tokens is too short");
    }
    return prompt;
  }

  /** The most tokens that prompt and chain may have together. */
  int chainLimit(RunnerLimits limits) {
    return limits.sequenceTokens() - FORCING_ROOM;
  }
}
