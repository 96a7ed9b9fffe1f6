package io.rank1.llama;

import io.rank1.core.pair.RerankRequest;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up pairs for the demo model: some words of a query stand in the passage, some do not. */
final class StressPairs {

  private static final List<String> WORDS =
      List.of(
          "town", "river", "county", "lake", "bridge", "ferry", "school", "mill", "road", "island",
          "harbor", "winter", "timber", "railway", "church", "market");

  private StressPairs() {}

  /** The same number gives the same pairs; every third has a think budget of its own. */
  static List<RerankRequest> of(int count) {
    return IntStream.range(0, count).mapToObj(StressPairs::pair).toList();
  }

  private static RerankRequest pair(int number) {
    Random random = new Random(number);
    String query = String.join(" ", words(random, 1 + random.nextInt(4)));
    StringBuilder passage = new StringBuilder();
    for (int sentence = random.nextInt(5); sentence >= 0; sentence--) {
      List<String> words = words(random, 2);
      passage.append("The ").append(words.get(0)).append(" of place number ").append(number);
      passage.append(" is near the ").append(words.get(1)).append(". ");
    }
    RerankRequest.Builder pair = RerankRequest.builder(query, passage.toString());
    if (number % 3 == 2) {
      pair.maxThinkTokens(1 + random.nextInt(30));
    }
    return pair.build();
  }

  private static List<String> words(Random random, int count) {
    return random.ints(0, WORDS.size()).distinct().limit(count).mapToObj(WORDS::get).toList();
  }
}
