package io.rank1.core.listwise.algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Shuffles by a seed, alike on every machine and in every run: the numbers of {@link Random} are
 * part of its specification.
 */
final class Shuffle {

  private Shuffle() {}

  /** The same elements in another order. */
  static List<Integer> of(List<Integer> elements, long seed) {
    List<Integer> shuffled = new ArrayList<>(elements);
    Random random = new Random(seed);
    for (int last = shuffled.size() - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      Integer moved = shuffled.get(last);
      shuffled.set(last, shuffled.get(other));
      shuffled.set(other, moved);
    }
    return shuffled;
  }

  /** A seed for one of several shuffles. */
  static long seed(long seed, int number) {
    return (seed + number) * 0x9E3779B97F4A7C15L; // numbers far apart for seeds that are near
  }

  /** A seed for one of several shuffles of a list, which the list has a part in. */
  static long seed(long seed, List<Integer> list, int number) {
    return seed(31 * seed + list.hashCode(), number);
  }
}
