package io.rank1.llama;

import io.rank1.core.speculate.DraftLength;
import io.rank1.core.speculate.DraftSource;
import io.rank1.core.speculate.Speculation;
import java.util.Objects;

/**
 * How chains are decoded by guesses at their next tokens. Results are those of decoding without,
 * but for near-ties: llama.cpp's sums depend on how many tokens it computes together.
 *
 * @param length how many tokens are guessed, and when
 */
public record Drafts(DraftLength length) {

  public Drafts {
    Objects.requireNonNull(length, "length");
  }

  /** Guesses for one engine. */
  Speculation speculation() {
    return new Speculation(length, DraftSource.NGRAMS);
  }
}
