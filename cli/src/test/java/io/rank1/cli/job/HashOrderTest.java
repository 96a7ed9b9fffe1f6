package io.rank1.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.identity.Hash128;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HashOrderTest {

  /** Few values, so that all, some or none of the four quarters are alike, of both signs. */
  private static long half(Random random) {
    long upper = random.nextInt(3) - 1L;
    long lower = random.nextInt(2) * 0xFFFFFFFFL;
    return upper << 32 | lower;
  }

  @Test
  void findsWhatASimpleMapFinds() {
    Random random = new Random(4);
    for (int round = 0; round < 300; round++) {
      int size = random.nextInt(60);
      long[] high = new long[size];
      long[] low = new long[size];
      Map<Hash128, List<Integer>> positions = new TreeMap<>();
      for (int i = 0; i < size; i++) {
        high[i] = half(random);
        low[i] = half(random);
        positions.computeIfAbsent(new Hash128(high[i], low[i]), hash -> new ArrayList<>()).add(i);
      }
      HashOrder order = new HashOrder(high, low);
      assertThat(order.firsts())
          .containsExactly(positions.values().stream().mapToInt(alike -> alike.get(0)).toArray());
      positions.forEach(
          (hash, alike) -> {
            assertThat(order.first(hash)).isEqualTo(alike.get(0));
            int any = alike.get(random.nextInt(alike.size()));
            assertThat(order.hash(any)).isEqualTo(hash);
            assertThat(order.first(any)).isEqualTo(alike.get(0));
            assertThat(order.alike(any))
                .containsExactly(alike.stream().mapToInt(Integer::intValue).toArray());
          });
      Hash128 missing = new Hash128(half(random), 7);
      assertThat(order.first(missing)).isEqualTo(-1);
    }
  }
}
