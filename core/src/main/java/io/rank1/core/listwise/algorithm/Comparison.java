package io.rank1.core.listwise.algorithm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How the best of a set is found.
 *
 * @param votes how often it is asked for, each time in another order; the majority decides, and of
 *     equals the one that stands first in the set
 * @param shuffleSeed of the orders in which the set is shown, together with the set itself, so that
 *     a comparison that is repeated shows it alike; empty to show it as it is
 */
public record Comparison(int votes, OptionalLong shuffleSeed) {

  /** Each set is shown once, as it is. */
  public static final Comparison AS_IS = new Comparison(1, OptionalLong.empty());

  /**
   * @throws IllegalArgumentException when there is no vote, or several without a shuffle, which
   *     would all be the same
   */
  public Comparison {
    ListAlgorithm.require("votes", votes, 1);
    if (votes > 1 && shuffleSeed.isEmpty()) {
      throw new IllegalArgumentException(votes + " votes on lists that are not shuffled are one");
    }
  }

  /** The place in the set of its best; empty when no answer could be read. */
  OptionalInt best(List<Integer> set, CallLog calls) {
    List<List<Integer>> shown =
        IntStream.range(0, votes).mapToObj(number -> shown(set, number)).toList();
    List<Judgement> judgements = calls.askAll(shown);
    Map<Integer, Integer> votesFor = new HashMap<>();
    for (int i = 0; i < votes; i++) {
      OptionalInt best = judgements.get(i).best();
      if (best.isPresent()) {
        votesFor.merge(shown.get(i).get(best.getAsInt()), 1, Integer::sum);
      }
    }
    int most = votesFor.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    return IntStream.range(0, set.size())
        .filter(i -> votesFor.getOrDefault(set.get(i), 0) == most)
        .findFirst();
  }

  private List<Integer> shown(List<Integer> set, int number) {
    return shuffleSeed.isEmpty()
        ? set
        : Shuffle.of(set, Shuffle.seed(shuffleSeed.getAsLong(), set, number));
  }
}
