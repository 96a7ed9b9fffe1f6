package io.rank1.core.listwise;

/** A prompt that is too long even when next to nothing is left of its passages. */
final class ListTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ListTooLongException(int passages, int tokens, int limit) {
    super(
        "a list of "
            + passages
            + " passages needs "
            + tokens
            + " tokens without their texts, the context leaves "
            + limit
            + " for it: shorten the query, show fewer passages, or raise the context");
  }
}
