package io.rank1.cli.bench;

import io.rank1.core.pair.RerankRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Made-up pairs; the same number of words always gives the same pairs. */
final class BenchPairs {

  private static final long SEED = 20250218;
  private static final String QUERY = "which river flows through the old town";

  private static final List<String> WORDS =
      List.of(
          "the", "of", "and", "in", "to", "was", "with", "for", "on", "from", "river", "town",
          "bridge", "water", "market", "house", "street", "north", "winter", "summer", "people",
          "trade", "stone", "small", "large", "old", "new", "first", "century", "wall", "field",
          "road", "harbour", "church", "school", "king", "year", "south", "east", "west", "tower",
          "mill", "forest", "valley", "village", "flows", "built", "lies", "known", "between");

  private BenchPairs() {}

  /** Pairs with passages of so many words, all different. */
  static List<RerankRequest> ofWords(int pairs, int words) {
    List<RerankRequest> requests = new ArrayList<>(pairs);
    for (int i = 0; i < pairs; i++) {
      requests.add(new RerankRequest(QUERY, passage(new Random(SEED + i), words)));
    }
    return requests;
  }

  private static String passage(Random random, int words) {
    StringJoiner passage = new StringJoiner(" ");
    for (int i = 0; i < words; i++) {
      passage.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return passage.toString();
  }
}
