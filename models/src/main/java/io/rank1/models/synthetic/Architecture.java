package io.rank1.models.synthetic;

/** The architectures that models are made of: those of rank1's base models, and two more. */
public enum Architecture {
  /** Qwen2 and Qwen2.5: biases on query, key and value. */
  QWEN2("qwen2", "qwen2"),
  /** Llama 3 and Mistral: no biases. */
  LLAMA("llama", "llama-bpe"),
  /** No biases; each head of queries and keys is normalized before it is rotated. */
  QWEN3("qwen3", "qwen2"),
  /**
   * Gemma, the first: the embedding is the output matrix, too, and multiplied by the root of its
   * width where it is read; GELU in place of SiLU.
   */
  GEMMA("gemma", "gpt-2");

  private final String ggufName;
  private final String preTokenizer;

  Architecture(String ggufName, String preTokenizer) {
    this.ggufName = ggufName;
    this.preTokenizer = preTokenizer;
  }

  /** The value of {@code general.architecture}, which also begins the model's other keys. */
  public String ggufName() {
    return ggufName;
  }

  /**
   * The value of {@code tokenizer.ggml.pre} that goes with it; with Gemma, whose own vocabulary is
   * SentencePiece's, one that llama.cpp takes as well.
   */
  public String preTokenizer() {
    return preTokenizer;
  }
}
