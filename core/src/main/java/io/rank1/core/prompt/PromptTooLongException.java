package io.rank1.core.prompt;

/** A prompt that is too long even with an empty passage. */
public final class PromptTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PromptTooLongException(int tokens, int limit) {
    super(
        "query and instruction alone need "
            + tokens
            + " tokens, the context leaves "
            + limit
            + " for the prompt: shorten the query or raise the context");
  }
}
