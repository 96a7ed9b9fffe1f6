package io.rank1.core.pair;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A score that a reranker's own formula made of what was read, where that is something else than
 * the two logits of an answer.
 *
 * @param difference the log odds that stand for it: they rank as the reranker's own score does, and
 *     their sigmoid is that score brought into [0, 1]
 * @param readings what it was made of, by name; finite
 */
public record FormulaScore(double difference, SortedMap<String, Double> readings) implements Score {

  /**
   * @throws IllegalArgumentException when a number is NaN or infinite
   */
  public FormulaScore {
    readings = Collections.unmodifiableSortedMap(new TreeMap<>(readings));
    if (!Double.isFinite(difference) || !readings.values().stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("scores are finite: " + difference + " of " + readings);
    }
  }

  /** One of readings in any order. */
  public FormulaScore(double difference, Map<String, Double> readings) {
    this(difference, new TreeMap<>(readings));
  }

  /**
   * One of a fraction of what can be reached, which 0 and 1 themselves count as the nearest numbers
   * to.
   *
   * @param fraction in [0, 1]
   * @throws IllegalArgumentException when it is not
   */
  public static FormulaScore ofFraction(double fraction, Map<String, Double> readings) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("no fraction: " + fraction);
    }
    double inside = Math.min(Math.max(fraction, Double.MIN_NORMAL), Math.nextDown(1.0));
    return new FormulaScore(Math.log(inside) - Math.log1p(-inside), readings);
  }
}
