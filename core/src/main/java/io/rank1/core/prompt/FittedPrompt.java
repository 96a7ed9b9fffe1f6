package io.rank1.core.prompt;

import io.rank1.core.pair.Truncation;
import java.util.Objects;

/**
 * A prompt that fits its token limit.
 *
 * @param prompt the prompt with the passage that was kept
 * @param tokens its tokens; the caller must not change the array
 * @param headTokens how many of the first tokens are of the head alone, fewer than there are
 *     tokens; prompts with the same head may differ in this by a token, where a passage's beginning
 *     merges with it
 * @param truncation how much of the passage was kept
 */
public record FittedPrompt(Prompt prompt, int[] tokens, int headTokens, Truncation truncation) {

  /**
   * @throws IllegalArgumentException when there are no tokens, or not more than the head's
   */
  public FittedPrompt {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(truncation, "truncation");
    if (headTokens < 0 || headTokens >= tokens.length) {
      throw new IllegalArgumentException(headTokens + " of " + tokens.length + " tokens");
    }
  }
}
