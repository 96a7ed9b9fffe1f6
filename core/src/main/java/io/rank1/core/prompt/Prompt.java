package io.rank1.core.prompt;

import java.util.Objects;

/**
 * A prompt in three parts, of which only the middle one may be shortened.
 *
 * @param head the task and the query, up to the passage
 * @param passage the passage, which is user text
 * @param tail what follows the passage and opens the reasoning
 */
public record Prompt(SegmentedText head, String passage, SegmentedText tail) {

  public Prompt {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(passage, "passage");
    Objects.requireNonNull(tail, "tail");
  }

  /** The whole prompt as it is tokenized. */
  public SegmentedText segments() {
    return head.plus(SegmentedText.userText(passage)).plus(tail);
  }

  /** What the whole prompt spells. */
  public String text() {
    return segments().text();
  }

  /** The same prompt with only the first {@code chars} UTF-16 units of the passage. */
  public Prompt withPassagePrefix(int chars) {
    return new Prompt(head, passage.substring(0, chars), tail);
  }
}
