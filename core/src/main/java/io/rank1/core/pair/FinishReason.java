package io.rank1.core.pair;

/** How a pair ended. */
public enum FinishReason {
  /** The model ended its reasoning with {@code </think> true} or {@code </think> false}. */
  ANSWERED,
  /** There was to be no reasoning: the score was read off the prompt. */
  DIRECT,
  /** The answer had stopped to move, so that the reasoning was not gone on with. */
  EARLY_EXIT,
  /** The reasoning reached the token limit; the answer was forced. */
  FORCED_BY_BUDGET,
  /** The reasoning filled the context; the answer was forced. */
  FORCED_BY_CONTEXT,
  /** The model ended its text without an answer; the answer was forced. */
  FORCED_BY_END_OF_TEXT,
  /** Something other than an answer followed {@code </think>}; the answer was forced. */
  FORCED_BY_OTHER_TEXT,
  /** The request's deadline passed; the answer was forced from what the chain had by then. */
  FORCED_BY_DEADLINE,
  /**
   * The work ended before the pair was scored, which says nothing of the pair; there is no score.
   * No reranker returns it: it is for records of work that was interrupted.
   */
  CANCELLED,
  /** The pair could not be scored; the result names the cause. */
  FAILED;

  /** Whether a result that ended this way carries a score. */
  public boolean isScored() {
    return this != CANCELLED && this != FAILED;
  }
}
