package io.rank1.core;

import io.rank1.core.engine.DecodeProgram;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Score;

/** Decodes one pair. What it found may be read once its sequence has ended. */
public interface PairProgram extends DecodeProgram {

  /** How the chain ended; only when the program is done. */
  FinishReason finish();

  /** What was read; only when the program is done. */
  Score score();

  /** The reasoning so far. */
  String reasoning();

  /** Tokens of the model that it took so far. */
  int completionTokens();
}
