package io.rank1.core.prompt;

import java.util.Arrays;

/**
 * Finds how many of a prompt's first tokens are those of its head. The blank at its end is not
 * counted, as it may be a token by itself or one with the passage's first word. The pairs of a
 * topic have the same head one after the other, so the last one's tokens are kept. Safe for use by
 * several threads at once.
 */
final class HeadTokens {

  /**
   * @param tokens of the head by itself, without the blank at its end
   */
  private record Last(SegmentedText head, int[] tokens) {}

  private final Tokenizer tokenizer;
  private volatile Last last = new Last(SegmentedText.EMPTY, new int[0]);

  HeadTokens(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Counts the tokens that the head alone and the whole prompt have in common at the beginning.
   *
   * @param tokens of the whole prompt
   */
  int count(Prompt prompt, int[] tokens) {
    Last known = last;
    if (!known.head().equals(prompt.head())) {
      known = new Last(prompt.head(), tokenizer.encode(prompt.head().stripTrailing()));
      last = known;
    }
    int mismatch = Arrays.mismatch(known.tokens(), tokens);
    int common = mismatch < 0 ? tokens.length : mismatch;
    return Math.max(0, Math.min(common, tokens.length - 1));
  }
}
