package io.rank1.cli.bench;

/**
 * What to measure.
 *
 * @param sequences pairs of a round
 * @param promptTokens tokens of a prompt, about
 * @param rounds how often the pairs are scored
 */
public record BenchPlan(int sequences, int promptTokens, int rounds) {

  /**
   * @throws IllegalArgumentException when a number is not positive
   */
  public BenchPlan {
    if (sequences < 1 || promptTokens < 1 || rounds < 1) {
      throw new IllegalArgumentException(
          "numbers must be positive: " + sequences + ", " + promptTokens + ", " + rounds);
    }
  }
}
