package io.rank1.models.synthetic;

/** Kinds of checkpoints, those that rank1 is published in among them, by Hugging Face's names. */
public enum CheckpointFamily {
  QWEN2(
      "Qwen2",
      Architecture.QWEN2,
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
  LLAMA_3_1(
      "Llama",
      Architecture.LLAMA,
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
  MISTRAL_SMALL(
      "Mistral",
      Architecture.LLAMA,
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
  QWEN3("Qwen3", Architecture.QWEN3, QWEN2.splitRegex),
  /** With a vocabulary of SentencePiece's, as the two after it. */
  LLAMA_2("Llama", Architecture.LLAMA, ""),
  /** The first version, which has a sliding window. */
  MISTRAL_7B("Mistral", Architecture.LLAMA, ""),
  GEMMA("Gemma", Architecture.GEMMA, "");

  private final String family;
  private final Architecture architecture;
  private final String splitRegex;

  CheckpointFamily(String family, Architecture architecture, String splitRegex) {
    this.family = family;
    this.architecture = architecture;
    this.splitRegex = splitRegex;
  }

  /** How the name in {@code architectures} of config.json begins. */
  String family() {
    return family;
  }

  /** The architecture that a shape for this has. */
  public Architecture architecture() {
    return architecture;
  }

  /** Whether its vocabulary is a {@link PieceVocabulary}, rather than a {@link Vocabulary}. */
  public boolean hasPieces() {
    return splitRegex.isEmpty();
  }

  /** The expression by which {@code tokenizer.json} splits texts into words; empty for pieces. */
  String splitRegex() {
    return splitRegex;
  }
}
