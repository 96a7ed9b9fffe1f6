package io.rank1.core.runner;

/**
 * How the next token is chosen among all.
 *
 * <p>The draw at a position depends on the seed and the position alone. A sequence that is computed
 * anew, after a preemption for one, therefore draws the same tokens from the same logits.
 *
 * @param temperature what logits are divided by; 0 takes the most likely token, of equal ones the
 *     lowest id, and the other numbers are of no effect
 * @param topK how many of the most likely tokens may be drawn; 0 for all
 * @param topP the most likely tokens are kept until their probabilities add up to this; in (0, 1]
 * @param minP tokens less likely than this share of the most likely one are left out; in [0, 1]
 * @param seed of the draws
 */
public record Sampling(float temperature, int topK, float topP, float minP, long seed) {

  /** The most likely token each time. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 0);

  /**
   * @throws IllegalArgumentException when a number is out of its range
   */
  public Sampling {
    require(temperature >= 0 && Float.isFinite(temperature), "temperature", temperature);
    require(topK >= 0, "top-k", topK);
    require(topP > 0 && topP <= 1, "top-p", topP);
    require(minP >= 0 && minP <= 1, "min-p", minP);
  }

  private static void require(boolean holds, String name, float value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " out of range: " + value);
    }
  }

  /** All tokens, at a temperature. */
  public static Sampling at(float temperature, long seed) {
    return new Sampling(temperature, 0, 1, 0, seed);
  }

  /** The same with another seed. */
  public Sampling withSeed(long newSeed) {
    return new Sampling(temperature, topK, topP, minP, newSeed);
  }

  public boolean isGreedy() {
    return temperature == 0;
  }

  /** The number in [0, 1) that decides which token follows a position. */
  public double draw(int position) {
    // SplitMix64 (Steele, Lea, Flood 2014): one output for each position.
    long z = seed + 0x9E3779B97F4A7C15L * (position + 1L);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
