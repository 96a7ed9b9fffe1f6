package io.rank1.llama;

/** What a token is to its vocabulary ({@code llama_token_attr}). */
public enum TokenKind {
  /** A piece of text. */
  ORDINARY,
  /** A token that no text yields, such as {@code <think>} in rank1's published vocabularies. */
  CONTROL,
  /** A token for a text of its own that {@code llama_tokenize} cuts out of any text. */
  USER_DEFINED
}
