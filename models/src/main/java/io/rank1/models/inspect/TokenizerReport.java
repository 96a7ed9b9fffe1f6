package io.rank1.models.inspect;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A tokenizer; what is not stated is empty.
 *
 * @param kind what it is: gpt2 stands for byte-level BPE, llama for SentencePiece
 * @param preTokenizer how texts are split into words, as GGUF names it
 * @param addsBos whether prompts begin with BOS
 * @param special tokens with a purpose
 */
public record TokenizerReport(
    Optional<String> kind,
    Optional<String> preTokenizer,
    Optional<Boolean> addsBos,
    List<SpecialToken> special) {

  /** Nothing is known. */
  static final TokenizerReport UNKNOWN =
      new TokenizerReport(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** Validates and copies the components. */
  public TokenizerReport {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(preTokenizer, "preTokenizer");
    Objects.requireNonNull(addsBos, "addsBos");
    special = List.copyOf(special);
  }
}
