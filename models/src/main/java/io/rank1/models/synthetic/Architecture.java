package io.rank1.models.synthetic;

/** The architectures of rank1's base models. */
public enum Architecture {
  /** Qwen2 and Qwen2.5: biases on query, key and value. */
  QWEN2("qwen2", "qwen2"),
  /** Llama 3 and Mistral: no biases. */
  LLAMA("llama", "llama-bpe");

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

  /** The value of {@code tokenizer.ggml.pre} that goes with it. */
  public String preTokenizer() {
    return preTokenizer;
  }
}
