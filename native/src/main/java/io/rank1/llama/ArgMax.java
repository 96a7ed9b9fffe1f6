package io.rank1.llama;

/**
 * The largest logit of a row. Rows have some 150,000 entries and there is one a sequence a step, so
 * the raw bits of the floats are compared as integers, which newer JIT compilers turn into vector
 * instructions, and the index is looked for in one block only.
 */
final class ArgMax {

  /** What {@link #of} returns for a row that cannot be used. */
  static final int NOT_FINITE = -1;

  private static final int BLOCK = 4096;
  private static final int POSITIVE_INFINITY =
      order(Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
  private static final int NEGATIVE_INFINITY =
      order(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));

  private ArgMax() {}

  /**
   * The lowest index of the largest value. A NaN with its sign bit set counts as less than all
   * others, any other NaN as more.
   *
   * @param bits the raw bits of the floats
   * @param size how many of them count, from index 0; positive
   * @return the index, or {@link #NOT_FINITE} when the largest value is infinite or NaN
   */
  static int of(int[] bits, int size) {
    int best = Integer.MIN_VALUE;
    int bestBlock = 0;
    for (int from = 0; from < size; from += BLOCK) {
      int max = max(bits, from, Math.min(from + BLOCK, size));
      if (max > best) {
        best = max;
        bestBlock = from;
      }
    }
    if (best >= POSITIVE_INFINITY || best <= NEGATIVE_INFINITY) {
      return NOT_FINITE;
    }
    int index = bestBlock;
    while (order(bits[index]) != best) {
      index++;
    }
    return index;
  }

  private static int max(int[] bits, int from, int to) {
    int max = Integer.MIN_VALUE;
    for (int i = from; i < to; i++) {
      max = Math.max(max, order(bits[i]));
    }
    return max;
  }

  /** Integers in the order of the floats: the magnitude of the negative ones is turned round. */
  static int order(int bits) {
    return bits ^ ((bits >> 31) >>> 1);
  }
}
