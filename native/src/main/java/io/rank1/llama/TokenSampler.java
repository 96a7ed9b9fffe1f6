package io.rank1.llama;

import io.rank1.core.runner.Sampling;
import java.util.Arrays;

/**
 * Draws a token from a row of logits, which are divided by the temperature first. Of the tokens
 * those are kept that are likely enough by min-p, of these the most likely by top-k, and of these
 * by top-p; a token is then drawn by the cumulated probabilities of those that are left, the most
 * likely first and of equal ones the lowest id first. Tokens less likely than 1e-12 times the most
 * likely one are never drawn. Confined to one thread.
 */
final class TokenSampler {

  private long[] sorted = new long[0]; // order of the logit above, inverted id below

  /**
   * Draws a token.
   *
   * @param bits the raw bits of the logits
   * @param size how many of them count, from index 0
   * @param largest the index of the largest logit, which is finite
   * @param draw in [0, 1)
   */
  int draw(int[] bits, int size, int largest, Sampling sampling, double draw) {
    double top = Float.intBitsToFloat(bits[largest]);
    double least = top + sampling.temperature() * Math.log(Math.max(sampling.minP(), 1e-12));
    int kept = collect(bits, size, (float) least);
    Arrays.sort(sorted, 0, kept); // ascending: the most likely is the last
    int first = sampling.topK() > 0 ? Math.max(0, kept - sampling.topK()) : 0;
    double[] cumulated = new double[kept - first];
    double sum = 0;
    for (int i = 0; i < cumulated.length; i++) {
      double logit = Float.intBitsToFloat(bits[token(kept - 1 - i)]);
      sum += Math.exp((logit - top) / sampling.temperature());
      cumulated[i] = sum;
    }
    int count = atLeast(cumulated, cumulated.length, sampling.topP() * sum) + 1;
    count = Math.min(count, cumulated.length);
    int drawn = atLeast(cumulated, count, Math.nextUp(draw * cumulated[count - 1]));
    return token(kept - 1 - Math.min(drawn, count - 1));
  }

  /** Those whose logit is large enough to be drawn at all. */
  private int collect(int[] bits, int size, float least) {
    if (sorted.length < size) {
      sorted = new long[size];
    }
    int kept = 0;
    for (int id = 0; id < size; id++) {
      if (Float.intBitsToFloat(bits[id]) >= least) {
        sorted[kept++] = (long) ArgMax.order(bits[id]) << 32 | Integer.MAX_VALUE - id;
      }
    }
    return kept;
  }

  private int token(int index) {
    return Integer.MAX_VALUE - (int) sorted[index];
  }

  /** The first index whose value is at least this, or the length. */
  private static int atLeast(double[] ascending, int length, double value) {
    int found = Arrays.binarySearch(ascending, 0, length, value);
    return found >= 0 ? found : -found - 1;
  }
}
