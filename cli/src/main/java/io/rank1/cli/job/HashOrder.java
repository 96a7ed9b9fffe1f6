package io.rank1.cli.job;

import io.rank1.core.identity.Hash128;
import java.util.Arrays;

/**
 * Hashes by position, and positions by hash, in 20 bytes per position. Of those with one hash, the
 * positions follow each other, the lowest first.
 */
final class HashOrder {

  private static final long UPPER_HALF = 0xFFFFFFFF00000000L;

  private final long[] high;
  private final long[] low;
  private final int[] sorted;

  /**
   * @param high the first halves of the hashes, by position; kept, and not to be changed
   * @param low the second halves
   */
  HashOrder(long[] high, long[] low) {
    this.high = high;
    this.low = low;
    this.sorted = sort();
  }

  private int[] sort() {
    long[] rough = new long[high.length]; // 32 bits of the hash, and the position
    for (int i = 0; i < rough.length; i++) {
      rough[i] = high[i] & UPPER_HALF | i;
    }
    Arrays.sort(rough);
    int[] positions = new int[rough.length];
    for (int i = 0; i < rough.length; i++) {
      int position = (int) rough[i];
      int at = i;
      for (; at > 0 && compare(positions[at - 1], position) > 0; at--) { // few have 32 bits alike
        positions[at] = positions[at - 1];
      }
      positions[at] = position;
    }
    return positions;
  }

  private int compare(int one, int other) {
    int byHash = compare(one, high[other], low[other]);
    return byHash != 0 ? byHash : Integer.compare(one, other);
  }

  private int compare(int position, long otherHigh, long otherLow) {
    int byHigh = Long.compare(high[position], otherHigh);
    return byHigh != 0 ? byHigh : Long.compare(low[position], otherLow);
  }

  int size() {
    return sorted.length;
  }

  Hash128 hash(int position) {
    return new Hash128(high[position], low[position]);
  }

  /** The first position that has a hash; -1 when there is none. */
  int first(Hash128 hash) {
    int at = rank(hash.high(), hash.low());
    return at < sorted.length && compare(sorted[at], hash.high(), hash.low()) == 0
        ? sorted[at]
        : -1;
  }

  /** The first position that has the same hash as one. */
  int first(int position) {
    return sorted[rank(high[position], low[position])];
  }

  /** All positions that have the same hash as one, in order. */
  int[] alike(int position) {
    int from = rank(high[position], low[position]);
    int to = from + 1;
    while (to < sorted.length && compare(sorted[to], high[position], low[position]) == 0) {
      to++;
    }
    return Arrays.copyOfRange(sorted, from, to);
  }

  /** The first position of every hash, by hash. */
  int[] firsts() {
    int[] firsts = new int[sorted.length];
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      boolean again = i > 0 && compare(sorted[i - 1], high[sorted[i]], low[sorted[i]]) == 0;
      if (!again) {
        firsts[count++] = sorted[i];
      }
    }
    return Arrays.copyOf(firsts, count);
  }

  /** How many hashes are smaller. */
  private int rank(long otherHigh, long otherLow) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (compare(sorted[middle], otherHigh, otherLow) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
