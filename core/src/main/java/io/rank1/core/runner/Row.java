package io.rank1.core.runner;

/** What the model says after one token that a chunk had {@link Wanted} something of. */
public sealed interface Row {

  /** The position of that token in its sequence. */
  int position();

  /**
   * Logits that can be used.
   *
   * @param token the next token, as the chunk's {@link Sampling} chooses it
   * @param logits of the tokens that were asked for, in their order; all finite
   */
  record Read(int position, int token, float[] logits) implements Row {}

  /** Logits that cannot be used. */
  record Broken(int position, String reason) implements Row {}
}
