package io.rank1.core.pair;

/** How likely a passage is to be relevant, as a model said it. */
public sealed interface Score permits AnswerLogits, FormulaScore, MeanScore {

  /**
   * The log odds of P(true), finite: ranks like the probability but does not saturate near 0 and 1.
   */
  double difference();

  /** P(true) in [0, 1]. */
  default double probability() {
    return 1.0 / (1.0 + Math.exp(-difference()));
  }

  /** {@link Label#TRUE} when that is the likelier one; an exact tie is {@link Label#FALSE}. */
  default Label label() {
    return difference() > 0 ? Label.TRUE : Label.FALSE;
  }
}
