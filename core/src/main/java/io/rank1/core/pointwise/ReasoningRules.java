package io.rank1.core.pointwise;

import io.rank1.core.prompt.SegmentedText;
import java.util.Objects;

/**
 * How a chain of reasoning ends, is forced to, and goes on.
 *
 * @param end what ends the reasoning; the answer follows
 * @param before what stands before a chain that is forced
 * @param force what is put behind one, cut back to its last sentence, so that the answer follows
 * @param rethink what takes the place of the end when a chain is to be thought over
 * @param fill what stands for the reasoning where there is to be none; its literals may spell
 *     special tokens
 */
public record ReasoningRules(
    String end, String before, String force, String rethink, SegmentedText fill) {

  /**
   * @throws IllegalArgumentException when there is no end, or what forces does not close with it
   */
  public ReasoningRules {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(rethink, "rethink");
    Objects.requireNonNull(fill, "fill");
    if (end.isEmpty() || !force.endsWith(end)) {
      throw new IllegalArgumentException("'" + force + "' does not close with '" + end + "'");
    }
  }

  /** The same with another fill, which is text whatever it spells. */
  public ReasoningRules withFill(String text) {
    return new ReasoningRules(end, before, force, rethink, SegmentedText.userText(text));
  }
}
