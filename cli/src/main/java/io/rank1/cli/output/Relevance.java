package io.rank1.cli.output;

import io.rank1.core.pair.Score;

/**
 * How relevant a passage is, as results tell it and as rankings order it, whatever it was read
 * from.
 *
 * @param logOdds ln(P / (1 - P)), finite: orders like the probability, but does not saturate near 0
 *     and 1
 */
public record Relevance(double logOdds) {

  /**
   * @throws IllegalArgumentException when it is NaN or infinite
   */
  public Relevance {
    if (!Double.isFinite(logOdds)) {
      throw new IllegalArgumentException("no log odds: " + logOdds);
    }
  }

  /** What two logits say: their difference. */
  public static Relevance of(Score score) {
    return new Relevance(score.difference());
  }

  /**
   * What a probability says. 0 and 1, which are what is left of larger odds when they are rounded,
   * count as the nearest probabilities that are neither.
   *
   * @param probability P(true)
   * @throws IllegalArgumentException when it is not in [0, 1]
   */
  public static Relevance ofProbability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("no probability: " + probability);
    }
    double inside = Math.min(Math.max(probability, Double.MIN_VALUE), Math.nextDown(1.0));
    return new Relevance(Math.log(inside) - Math.log1p(-inside));
  }

  /** P(true) in [0, 1]. */
  public double probability() {
    return 1.0 / (1.0 + Math.exp(-logOdds));
  }

  /** Whether the passage is likelier to be relevant than not. */
  public boolean isRelevant() {
    return logOdds > 0;
  }

  /** {@code true}, or {@code false}, which even odds are too. */
  public String label() {
    return String.valueOf(isRelevant());
  }
}
