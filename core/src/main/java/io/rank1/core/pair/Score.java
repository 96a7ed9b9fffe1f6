package io.rank1.core.pair;

/**
 * The two logits at the deciding position, the one right after {@code </think>}, and what follows
 * from them.
 *
 * @param logitTrue raw logit of the token {@code " true"}; finite
 * @param logitFalse raw logit of the token {@code " false"}; finite
 */
public record Score(float logitTrue, float logitFalse) {

  /**
   * @throws IllegalArgumentException when a logit is NaN or infinite
   */
  public Score {
    if (!Float.isFinite(logitTrue) || !Float.isFinite(logitFalse)) {
      throw new IllegalArgumentException(
          "logits must be finite: true " + logitTrue + ", false " + logitFalse);
    }
  }

  /**
   * P(true) in [0, 1]: the softmax over the two logits, computed as a sigmoid of the difference.
   */
  public double probability() {
    return 1.0 / (1.0 + Math.exp(-difference()));
  }

  /**
   * {@code logitTrue - logitFalse}: ranks like the probability but does not saturate near 0 and 1.
   */
  public double difference() {
    return (double) logitTrue - (double) logitFalse;
  }

  /** {@link Label#TRUE} when its logit is the larger one; an exact tie is {@link Label#FALSE}. */
  public Label label() {
    return logitTrue > logitFalse ? Label.TRUE : Label.FALSE;
  }
}
