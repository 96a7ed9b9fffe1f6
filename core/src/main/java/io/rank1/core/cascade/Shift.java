package io.rank1.core.cascade;

/**
 * By how much reasoning moves the log odds of a query's passages, as a normal distribution that is
 * taken from those which were thought about.
 *
 * @param count how many they are
 * @param mean of thought log odds less direct ones; 0 for none
 * @param deviation the standard deviation of these differences, over count - 1; at least {@link
 *     #LEAST_DEVIATION}
 */
record Shift(int count, double mean, double deviation) {

  /** Quantile of the standard normal distribution that leaves 5 % above it. */
  static final double ONE_SIDED_95 = 1.645;

  /** In log odds: a few passages that moved alike by chance make nothing certain. */
  static final double LEAST_DEVIATION = 0.1;

  /** Fewer differences have no spread. */
  private static final int LEAST_COUNT = 2;

  /**
   * @param differences thought log odds less direct ones
   */
  static Shift of(double[] differences) {
    int count = differences.length;
    double sum = 0;
    for (double difference : differences) {
      sum += difference;
    }
    double mean = count == 0 ? 0 : sum / count;
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    double deviation = count < LEAST_COUNT ? 0 : Math.sqrt(squares / (count - 1));
    return new Shift(count, mean, Math.max(LEAST_DEVIATION, deviation));
  }

  /** Whether a spread was seen at all. */
  boolean isKnown() {
    return count >= LEAST_COUNT;
  }

  /** Whether a passage could still come above a bar, at 95 %. */
  boolean couldPass(double direct, double bar) {
    return direct + mean + ONE_SIDED_95 * deviation > bar;
  }

  /** How probable it is that a passage would stay at or below a bar. */
  double staysBelow(double direct, double bar) {
    return normal((bar - direct - mean) / deviation);
  }

  /**
   * The distribution function of the standard normal distribution, to 7.5e-8 (Abramowitz and
   * Stegun, Handbook of Mathematical Functions, 26.2.17).
   */
  static double normal(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    return x < 0 ? tail : 1 - tail;
  }
}
