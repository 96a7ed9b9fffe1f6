package io.rank1.core.prompt;

import io.rank1.core.pair.Truncation;

/**
 * A prompt that fits its token limit.
 *
 * @param prompt the prompt with the passage that was kept
 * @param tokens its tokens; the caller must not change the array
 * @param truncation how much of the passage was kept
 */
public record FittedPrompt(Prompt prompt, int[] tokens, Truncation truncation) {}
