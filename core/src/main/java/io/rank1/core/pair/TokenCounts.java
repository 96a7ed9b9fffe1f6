package io.rank1.core.pair;

/**
 * Tokens of one pair.
 *
 * @param prompt tokens of the prompt, BOS included
 * @param completion tokens that the model generated; the answer itself is read off the logits and
 *     never generated, so it does not count
 * @param forced tokens computed once more to read an answer that the model did not lead up to, or
 *     merged with {@code </think>}; else 0
 */
public record TokenCounts(int prompt, int completion, int forced) {

  /** No tokens at all: a pair that failed before it had a prompt. */
  public static final TokenCounts NONE = new TokenCounts(0, 0, 0);

  /**
   * @throws IllegalArgumentException when a count is negative
   */
  public TokenCounts {
    if (prompt < 0 || completion < 0 || forced < 0) {
      throw new IllegalArgumentException(
          "negative token count: " + prompt + ", " + completion + ", " + forced);
    }
  }
}
