package io.rank1.core.runner;

/** What a step is to return for the last token of a chunk. */
public enum Output {
  /** Nothing: the prompt goes on in a later chunk. */
  NONE,
  /** The most likely next token. */
  NEXT_TOKEN,
  /** The most likely next token, and the logits of the two answers. */
  DECISION
}
