package io.rank1.core.runner;

import io.rank1.core.pair.Score;

/** What a step returned for a chunk that asked for an output. */
public sealed interface RowOutput {

  /** The most likely next token; of equal logits, the lowest id. */
  record Next(int token) implements RowOutput {}

  /** The most likely next token, and the logits of the two answers in its place. */
  record Decision(int token, Score score) implements RowOutput {}

  /** The logits cannot be used. */
  record Broken(String reason) implements RowOutput {}
}
