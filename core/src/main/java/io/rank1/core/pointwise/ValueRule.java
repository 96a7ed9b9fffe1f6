package io.rank1.core.pointwise;

import io.rank1.core.pair.FormulaScore;
import io.rank1.core.prompt.Tokenizer;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A whole number from 0 that a model writes after its reasoning, and what makes a score of it.
 *
 * @param open what the number follows
 * @param most the largest number; of one or two digits
 * @param formula what makes a score of it
 */
public record ValueRule(String open, int most, ValueFormula formula) {

  static final int DIGITS = 10;

  /** What makes a score of a number. */
  public enum ValueFormula {
    /** The number as a share of the largest. */
    VALUE,
    /**
     * The same times the probability of its first digit among all ten (ERank, arXiv 2509.00520,
     * multiplies by the token's probability among all tokens).
     */
    VALUE_TIMES_PROBABILITY
  }

  /**
   * @throws IllegalArgumentException when the largest number has another number of digits
   */
  public ValueRule {
    Objects.requireNonNull(formula, "formula");
    if (open.isEmpty()) {
      throw new IllegalArgumentException("a number needs a text that it follows");
    }
    if (most < 1 || most >= DIGITS * DIGITS) {
      throw new IllegalArgumentException("the largest number is 1 to 99: " + most);
    }
  }

  /**
   * The tokens of the digits 0 to 9.
   *
   * @throws io.rank1.core.failure.UnusableException when one of them is not a single token
   */
  public int[] digits(Tokenizer tokenizer) {
    return IntStream.range(0, DIGITS)
        .map(digit -> AnswerRule.token(String.valueOf(digit), tokenizer))
        .toArray();
  }

  /**
   * The score of a number.
   *
   * @param value from 0 to the largest
   * @param digitLogits of the ten digits in its first place
   * @param first its first digit
   */
  FormulaScore score(int value, float[] digitLogits, int first) {
    double probability = softmax(digitLogits, first);
    double fraction = (double) value / most;
    return FormulaScore.ofFraction(
        formula == ValueFormula.VALUE ? fraction : fraction * probability,
        Map.of("value", (double) value, "probability", probability));
  }

  private static double softmax(float[] logits, int of) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((double) logit - logits[of]);
    }
    return 1 / sum;
  }
}
