package io.rank1.models.inspect;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The sizes that a model states; one that is not stated, or not as a plain number, is empty. They
 * are not checked against each other or the tensors.
 *
 * @param layers decoder blocks
 * @param heads query heads
 * @param kvHeads key and value heads
 * @param headWidth width of a head
 * @param embedding width of the residual stream
 * @param feedForward width of the feed-forward block
 * @param vocabulary tokens
 * @param context tokens of context that it was trained for
 */
public record ModelNumbers(
    OptionalLong layers,
    OptionalLong heads,
    OptionalLong kvHeads,
    OptionalLong headWidth,
    OptionalLong embedding,
    OptionalLong feedForward,
    OptionalLong vocabulary,
    OptionalLong context) {

  /** Validates the components. */
  public ModelNumbers {
    Objects.requireNonNull(layers, "layers");
    Objects.requireNonNull(heads, "heads");
    Objects.requireNonNull(kvHeads, "kvHeads");
    Objects.requireNonNull(headWidth, "headWidth");
    Objects.requireNonNull(embedding, "embedding");
    Objects.requireNonNull(feedForward, "feedForward");
    Objects.requireNonNull(vocabulary, "vocabulary");
    Objects.requireNonNull(context, "context");
  }

  /** What is stated, or the quotient of the other two where both are and the first is not. */
  static OptionalLong orQuotient(OptionalLong stated, OptionalLong dividend, OptionalLong divisor) {
    boolean known = dividend.isPresent() && divisor.isPresent() && divisor.getAsLong() > 0;
    return stated.isPresent() || !known
        ? stated
        : OptionalLong.of(dividend.getAsLong() / divisor.getAsLong());
  }
}
