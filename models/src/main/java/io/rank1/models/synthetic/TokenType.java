package io.rank1.models.synthetic;

/** What a token is for: {@code llama_token_type} in llama.h. */
public enum TokenType {
  NORMAL(1),
  UNKNOWN(2),
  CONTROL(3),
  USER_DEFINED(4),
  UNUSED(5),
  BYTE(6);

  private final int id;

  TokenType(int id) {
    this.id = id;
  }

  /** The number that stands for this type in {@code tokenizer.ggml.token_type}. */
  public int id() {
    return id;
  }
}
