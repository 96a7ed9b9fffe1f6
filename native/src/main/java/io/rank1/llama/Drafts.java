package io.rank1.llama;

import io.rank1.core.speculate.DraftLength;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How chains are decoded by guesses at their next tokens. Results are those of decoding without,
 * but for near-ties: llama.cpp's sums depend on how many tokens it computes together.
 *
 * @param length how many tokens are guessed, and when
 * @param model a smaller model of the same vocabulary that guesses, in GGUF; empty for guesses from
 *     what prompt and chain say already
 */
public record Drafts(DraftLength length, Optional<Path> model) {

  public Drafts {
    Objects.requireNonNull(length, "length");
    Objects.requireNonNull(model, "model");
  }

  /** Guesses from what prompt and chain say already. */
  public static Drafts ofNgrams(DraftLength length) {
    return new Drafts(length, Optional.empty());
  }
}
