package io.rank1.core.pointwise;

import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FormulaScore;
import io.rank1.core.pair.Score;
import java.util.Locale;
import java.util.Map;

/** What makes a score of the logits of a reranker's answers. */
public sealed interface Formula {

  /**
   * The score.
   *
   * @param logits of the answers, in their order; one or two
   * @throws IllegalArgumentException when one is NaN or infinite
   */
  Score score(float[] logits);

  /** How many answers it takes at least and at most. */
  boolean takes(int answers);

  /** In one line, for identities. */
  String words();

  /** The probability of the first of two answers, by the softmax over both. */
  record Softmax() implements Formula {

    @Override
    public Score score(float[] logits) {
      return new AnswerLogits(logits[0], logits[1]);
    }

    @Override
    public boolean takes(int answers) {
      return answers == 2;
    }

    @Override
    public String words() {
      return "softmax";
    }
  }

  /**
   * The sigmoid of {@code scale * raw + shift}, where raw is the only logit, or the first less the
   * second.
   *
   * @param scale positive, so that the order is that of the raw value
   */
  record Sigmoid(double scale, double shift) implements Formula {

    /** The raw value counts as log odds. */
    public static final Sigmoid RAW = new Sigmoid(1, 0);

    /**
     * @throws IllegalArgumentException when a number is not finite, or the scale not positive
     */
    public Sigmoid {
      if (!(scale > 0) || Double.isInfinite(scale) || !Double.isFinite(shift)) {
        throw new IllegalArgumentException(
            "a sigmoid has a positive scale and a finite shift: " + scale + ", " + shift);
      }
    }

    @Override
    public Score score(float[] logits) {
      double raw = logits.length == 1 ? logits[0] : (double) logits[0] - logits[1];
      return new FormulaScore(scale * raw + shift, Map.of("raw", raw));
    }

    @Override
    public boolean takes(int answers) {
      return answers == 1 || answers == 2;
    }

    @Override
    public String words() {
      return String.format(Locale.ROOT, "sigmoid(%s * raw + %s)", scale, shift);
    }
  }
}
