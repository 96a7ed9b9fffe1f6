package io.rank1.core.pair;

/**
 * The two logits at the deciding position, the one right after {@code </think>}. P(true) is the
 * softmax over the two, computed as a sigmoid of their difference.
 *
 * @param logitTrue raw logit of the token {@code " true"}; finite
 * @param logitFalse raw logit of the token {@code " false"}; finite
 */
public record AnswerLogits(float logitTrue, float logitFalse) implements Score {

  /**
   * @throws IllegalArgumentException when a logit is NaN or infinite
   */
  public AnswerLogits {
    if (!Float.isFinite(logitTrue) || !Float.isFinite(logitFalse)) {
      throw new IllegalArgumentException(
          "logits must be finite: true " + logitTrue + ", false " + logitFalse);
    }
  }

  /** {@code logitTrue - logitFalse}. */
  @Override
  public double difference() {
    return (double) logitTrue - (double) logitFalse;
  }
}
