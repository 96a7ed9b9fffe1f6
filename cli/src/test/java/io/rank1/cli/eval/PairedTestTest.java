package io.rank1.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PairedTestTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  /** With one degree of freedom p is 1 - 2 atan(t) / pi, and t is 0.5 / 0.5. */
  @Test
  void twoTopics() {
    assertThat(PairedTest.pValue(List.of(1.0, 1.0), List.of(1.0, 2.0)).orElseThrow())
        .isCloseTo(0.5, CLOSE);
  }

  /** With two degrees of freedom p is 1 - t / sqrt(t² + 2), and t² is 2² / (1 / 3). */
  @Test
  void threeTopicsInEitherDirection() {
    List<Double> low = List.of(1.0, 2.0, 3.0);
    List<Double> high = List.of(2.0, 4.0, 6.0);
    double expected = 1 - Math.sqrt(12.0 / 14);
    assertThat(PairedTest.pValue(low, high).orElseThrow()).isCloseTo(expected, CLOSE);
    assertThat(PairedTest.pValue(high, low).orElseThrow()).isCloseTo(expected, CLOSE);
  }

  @Test
  void saysNothingWhereDifferencesDoNotDiffer() {
    assertThat(PairedTest.pValue(List.of(0.1), List.of(0.2))).isEmpty();
    assertThat(PairedTest.pValue(List.of(0.1, 0.2), List.of(0.1, 0.2))).isEmpty();
    // 0.3 - 0.1 and 0.9 - 0.7 differ in their last bits.
    assertThat(PairedTest.pValue(List.of(0.1, 0.7), List.of(0.3, 0.9))).isEmpty();
  }
}
