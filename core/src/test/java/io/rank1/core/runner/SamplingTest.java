package io.rank1.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {

  private static final int DRAWS = 100_000;

  @Test
  void drawsAreUniformOverPositionsAndOverSeeds() {
    assertUniform(IntStream.range(0, DRAWS).mapToDouble(Sampling.at(1, 5)::draw).toArray());
    assertUniform(
        IntStream.range(0, DRAWS).mapToDouble(seed -> Sampling.at(1, seed).draw(17)).toArray());
  }

  /** Chi-square over a hundred parts, and the correlation of neighbours. */
  private static void assertUniform(double[] draws) {
    int[] parts = new int[100];
    double products = 0;
    for (int i = 0; i < draws.length; i++) {
      assertThat(draws[i]).isGreaterThanOrEqualTo(0).isLessThan(1);
      parts[(int) (draws[i] * parts.length)]++;
      products += (draws[i] - 0.5) * (draws[(i + 1) % draws.length] - 0.5);
    }
    double expected = draws.length / (double) parts.length;
    double chiSquare = 0;
    for (int part : parts) {
      chiSquare += (part - expected) * (part - expected) / expected;
    }
    assertThat(chiSquare).as("99 degrees of freedom").isBetween(50.0, 160.0);
    assertThat(12 * products / draws.length).as("correlation").isBetween(-0.016, 0.016);
  }

  @Test
  void aDrawDependsOnSeedAndPositionAlone() {
    double draw = Sampling.at(1, 42).draw(7);

    assertThat(new Sampling(0.3f, 5, 0.5f, 0.1f, 42).draw(7)).isEqualTo(draw);
    assertThat(Sampling.at(1, 43).draw(7)).isNotEqualTo(draw);
    assertThat(Sampling.at(1, 42).draw(8)).isNotEqualTo(draw);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Sampling(-1, 0, 1, 0, 0)).hasMessageContaining("temperature");
    assertThatThrownBy(() -> new Sampling(Float.NaN, 0, 1, 0, 0)).hasMessageContaining("temp");
    assertThatThrownBy(() -> new Sampling(1, -1, 1, 0, 0)).hasMessageContaining("top-k");
    assertThatThrownBy(() -> new Sampling(1, 0, 0, 0, 0)).hasMessageContaining("top-p");
    assertThatThrownBy(() -> new Sampling(1, 0, 1, 1.5f, 0)).hasMessageContaining("min-p");
  }
}
