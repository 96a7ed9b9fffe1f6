package io.rank1.cli.eval;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers with four decimals. */
final class FourDecimals {

  private FourDecimals() {}

  /**
   * What C's {@code printf("%.4f")}, and so trec_eval, prints: the exact binary value rounded to
   * the nearest, ties to even. Java's formats round ties up: 1/32 is 0.0312 here and 0.0313 there.
   */
  static String of(double value) {
    return new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
  }
}
