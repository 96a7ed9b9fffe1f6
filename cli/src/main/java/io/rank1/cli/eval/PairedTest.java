package io.rank1.cli.eval;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/** Student's paired t-test, of two runs measured by the same topics. */
final class PairedTest {

  private static final double EPSILON = Math.ulp(1.0);

  private PairedTest() {}

  /**
   * The two-sided p-value; nothing where the test says nothing: for fewer than two topics, and for
   * differences that are all the same but for rounding, by the bound of R's t.test.
   */
  static OptionalDouble pValue(List<Double> first, List<Double> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(first.size() + " values and " + second.size());
    }
    double[] differences = new double[first.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = second.get(i) - first.get(i);
    }
    if (differences.length < 2) {
      return OptionalDouble.empty();
    }
    double error = Math.sqrt(StatUtils.variance(differences) / differences.length);
    if (error <= 10 * EPSILON * Math.abs(StatUtils.mean(differences))) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(new TTest().tTest(0, differences));
  }
}
