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

  /** P(true) in [0, 1]. */
  public double probability() {
    return 1.0 / (1.0 + Math.exp(-logOdds));
  }

  /** {@code true}, or {@code false}, which even odds are too. */
  public String label() {
    return String.valueOf(logOdds > 0);
  }
}
