package io.rank1.cli.job;

/**
 * Tells from the pairs that are done how long those will take that are not: a pair's time in its
 * slot is taken for a straight line over the length of its prompt, by least squares. Long pairs
 * that wait at the end are not mistaken for average ones.
 */
final class LengthModel {

  private static final int FEW = 8;

  private double count;
  private double x;
  private double y;
  private double xx;
  private double xy;

  /**
   * Takes a pair that is done into account.
   *
   * @param chars the length of its prompt
   * @param seconds how long it held a slot
   */
  void observe(double chars, double seconds) {
    count++;
    x += chars;
    y += seconds;
    xx += chars * chars;
    xy += chars * seconds;
  }

  /** Seconds in slots of all pairs observed. */
  double observedSeconds() {
    return y;
  }

  /**
   * Seconds in slots that other pairs will take; 0 when nothing was observed.
   *
   * @param pairs how many
   * @param chars the lengths of their prompts together
   */
  double expectedSeconds(double pairs, double chars) {
    if (count == 0) {
      return 0;
    }
    double spread = count * xx - x * x;
    double slope = count < FEW || spread <= 0 ? 0 : (count * xy - x * y) / spread;
    double base = (y - Math.max(0, slope) * x) / count;
    if (slope <= 0) {
      return pairs * y / count;
    }
    return base < 0 ? chars * y / x : pairs * base + chars * slope;
  }
}
