package io.rank1.core.engine;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;

/** What is to happen to a sequence after a step. */
sealed interface Verdict {

  /** It goes on. */
  record Continue() implements Verdict {}

  /** It has its score. */
  record Answered(Score score) implements Verdict {}

  /** It goes on from these tokens, which end in {@code </think>}, to one last output. */
  record Force(int[] tokens, FinishReason reason) implements Verdict {}

  /** It cannot be scored. */
  record Failed(String cause) implements Verdict {}
}
