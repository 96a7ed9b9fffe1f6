package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.runner.Sampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Draws against the probabilities of a plain computation in double precision. */
class TokenSamplerTest {

  private static final int DRAWS = 20_000;

  @Test
  void drawsWhatMayBeDrawnAsOftenAsItShould() {
    Random random = new Random(11);
    for (int round = 0; round < 120; round++) {
      float[] row = row(random, 2 + random.nextInt(60));
      Sampling sampling =
          new Sampling(
              0.2f + 2 * random.nextFloat(),
              random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20),
              random.nextInt(3) == 0 ? 1 : 0.05f + 0.95f * random.nextFloat(),
              random.nextInt(3) == 0 ? 0 : 0.3f * random.nextFloat(),
              round);
      double[] expected = probabilities(row, sampling);
      int[] drawn = new int[row.length];
      for (int i = 0; i < DRAWS; i++) {
        drawn[draw(row, sampling, (i + 0.5) / DRAWS)]++;
      }

      for (int id = 0; id < row.length; id++) {
        // Draws at equal distances hit each share to one draw at each of its ends.
        assertThat(drawn[id] / (double) DRAWS)
            .as("token %d of %s", id, sampling)
            .isBetween(expected[id] - 2.0 / DRAWS, expected[id] + 2.0 / DRAWS);
        if (expected[id] == 0) {
          assertThat(drawn[id]).as("token %d of %s", id, sampling).isZero();
        }
      }
    }
  }

  @Test
  void drawsOfASeedHaveTheSameFrequencies() {
    float[] row = row(new Random(3), 12);
    Sampling sampling = new Sampling(0.9f, 8, 0.95f, 0.02f, 77);
    double[] expected = probabilities(row, sampling);
    int[] drawn = new int[row.length];
    for (int position = 0; position < DRAWS; position++) {
      drawn[draw(row, sampling, sampling.draw(position))]++;
    }

    for (int id = 0; id < row.length; id++) {
      double deviation = Math.sqrt(expected[id] * (1 - expected[id]) * DRAWS);
      assertThat(Math.abs(drawn[id] - expected[id] * DRAWS)).isLessThanOrEqualTo(5 * deviation);
    }
  }

  @Test
  void theEndsOfTheRangeDrawTheFirstAndTheLast() {
    float[] row = {1, 3, 2};

    assertThat(draw(row, Sampling.at(1, 0), 0)).isEqualTo(1);
    assertThat(draw(row, Sampling.at(1, 0), Math.nextDown(1.0))).isEqualTo(0);
    assertThat(draw(row, new Sampling(1, 1, 1, 0, 0), 0.99)).isEqualTo(1);
    assertThat(draw(row, new Sampling(1, 0, 1, 1, 0), 0.99)).isEqualTo(1);
    assertThat(draw(row, new Sampling(1, 0, 1e-6f, 0, 0), 0.99)).isEqualTo(1);
  }

  @Test
  void maskedTokensAreNeverDrawn() {
    float[] row = {Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY, 0};
    for (int i = 0; i < 100; i++) {
      assertThat(draw(row, Sampling.at(1.5f, 0), i / 100.0)).isIn(1, 3);
    }
  }

  private static float[] row(Random random, int size) {
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      row[i] = (float) (3 * random.nextGaussian());
      if (i > 0 && random.nextInt(8) == 0) {
        row[i] = row[random.nextInt(i)]; // equal ones
      }
    }
    return row;
  }

  private static int draw(float[] row, Sampling sampling, double draw) {
    int[] bits = new int[row.length];
    for (int i = 0; i < row.length; i++) {
      bits[i] = Float.floatToRawIntBits(row[i]);
    }
    int largest = ArgMax.of(bits, bits.length);
    return new TokenSampler().draw(bits, bits.length, largest, sampling, draw);
  }

  /** Temperature, then top-k and min-p, then top-p of what is left. */
  private static double[] probabilities(float[] row, Sampling sampling) {
    double[] weights = new double[row.length];
    double top = IntStream.range(0, row.length).mapToDouble(i -> row[i]).max().orElseThrow();
    List<Integer> order =
        IntStream.range(0, row.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -row[i]).thenComparing(i -> i))
            .toList();
    int kept = sampling.topK() == 0 ? row.length : Math.min(row.length, sampling.topK());
    double sum = 0;
    for (int i = 0; i < kept; i++) {
      double weight = Math.exp((row[order.get(i)] - top) / sampling.temperature());
      if (weight >= sampling.minP()) {
        weights[order.get(i)] = weight;
        sum += weight;
      }
    }
    double share = 0;
    for (int id : order) {
      if (share >= sampling.topP() * sum) {
        weights[id] = 0;
      }
      share += weights[id];
    }
    double left = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / left).toArray();
  }
}
