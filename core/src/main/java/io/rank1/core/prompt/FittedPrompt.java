package io.rank1.core.prompt;

import io.rank1.core.pair.Truncation;
import java.util.Objects;

/**
 * A prompt that fits its token limit.
 *
 * @param prompt the prompt with the passage that was kept
 * @param tokens its tokens; the caller must not change the array
 * @param headTokens how many of the first tokens are of the head alone, whatever the passage; fewer
 *     than there are tokens
 * @param truncation how much of the passage was kept
 */
public record FittedPrompt(Prompt prompt, int[] tokens, int headTokens, Truncation truncation) {

  public FittedPrompt {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(truncation, "truncation");
    if (headTokens < 0 || headTokens >= tokens.length) {
      throw new IllegalArgumentException(headTokens + " of " + tokens.length + " tokens");
    }
  }
}
