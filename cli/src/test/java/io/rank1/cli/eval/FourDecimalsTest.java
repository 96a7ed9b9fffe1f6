package io.rank1.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FourDecimalsTest {

  /** What printf of C gives; 0.00015 is a little less in binary. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.0000",
    "1, 1.0000",
    "0.66667, 0.6667",
    "0.03125, 0.0312",
    "0.09375, 0.0938",
    "0.00015, 0.0001"
  })
  void roundsAsC(double value, String text) {
    assertThat(FourDecimals.of(value)).isEqualTo(text);
  }
}
