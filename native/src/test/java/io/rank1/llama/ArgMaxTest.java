package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ArgMaxTest {

  private static int of(float... values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return ArgMax.of(bits, bits.length);
  }

  @Test
  void agreesWithAPlainLoopOnRandomRows() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      float[] row = new float[1 + random.nextInt(20_000)];
      int best = 0;
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (random.nextGaussian() * 5 - 10);
        best = row[i] > row[best] ? i : best;
      }
      assertThat(of(row)).isEqualTo(best);
    }
  }

  @Test
  void takesTheFirstOfEqualValues() {
    assertThat(of(1, 3, 2, 3)).isEqualTo(1);
    assertThat(of(-4, -3, -3)).isEqualTo(1);
  }

  @Test
  void looksNoFurtherThanTheSize() {
    int[] bits = {Float.floatToRawIntBits(1), Float.floatToRawIntBits(9)};
    assertThat(ArgMax.of(bits, 1)).isZero();
  }

  @Test
  void refusesRowsThatAreNotNumbers() {
    float negativeNan = Float.intBitsToFloat(0xFFC00000);
    assertThat(of(1, Float.NaN, 2)).isEqualTo(ArgMax.NOT_FINITE);
    assertThat(of(negativeNan, negativeNan)).isEqualTo(ArgMax.NOT_FINITE);
    assertThat(of(1, Float.POSITIVE_INFINITY)).isEqualTo(ArgMax.NOT_FINITE);
    assertThat(of(Float.NEGATIVE_INFINITY)).isEqualTo(ArgMax.NOT_FINITE);
  }

  @Test
  void allowsMaskedTokens() {
    assertThat(of(Float.NEGATIVE_INFINITY, -3)).isEqualTo(1);
  }
}
