package io.rank1.core.prompt;

import java.util.Arrays;

/**
 * Finds how many of a prompt's first tokens are those of its head. The blank at its end is not
 * counted, as it may be a token by itself or one with the passage's first word. The pairs of a
 * topic have the same head one after the other, so the last one's tokens are kept. Safe for use by
 * several threads at once.
 */
public final class HeadTokens {

  /**
   * @param tokens of the head by itself, without the blank at its end
   */
  private record Last(SegmentedText head, int[] tokens) {}

  private final Tokenizer tokenizer;
  private volatile Last last = new Last(SegmentedText.EMPTY, new int[0]);

  public HeadTokens(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Counts the tokens that the head alone and the whole prompt have in common at the beginning.
   *
   * @param tokens of the whole prompt
   */
  public int count(SegmentedText head, int[] tokens) {
    Last known = last;
    if (!known.head().equals(head)) {
      known = new Last(head, tokenizer.encode(head.stripTrailing()));
      last = known;
    }
    int mismatch = Arrays.mismatch(known.tokens(), tokens);
    int common = mismatch < 0 ? tokens.length : mismatch;
    return Math.max(0, Math.min(common, tokens.length - 1));
  }
}
