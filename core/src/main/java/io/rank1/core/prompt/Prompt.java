package io.rank1.core.prompt;

import java.util.Objects;

/**
 * A prompt in three parts, of which only the middle one may be shortened.
 *
 * @param head the task and the query, up to the passage
 * @param passage the passage
 * @param tail what follows the passage and opens the reasoning
 */
public record Prompt(String head, String passage, String tail) {

  public Prompt {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(passage, "passage");
    Objects.requireNonNull(tail, "tail");
  }

  /** The whole prompt. */
  public String text() {
    return head + passage + tail;
  }

  /** The same prompt with only the first {@code chars} UTF-16 units of the passage. */
  public Prompt withPassagePrefix(int chars) {
    return new Prompt(head, passage.substring(0, chars), tail);
  }
}
