package io.rank1.core.listwise.algorithm;

import io.rank1.core.listwise.algorithm.ListOrder.Place;
import io.rank1.core.listwise.algorithm.ListOrder.ScoreKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Every candidate gets a score in a group of others, in some rounds with other groups, and the mean
 * decides (GroupRank, arXiv 2511.11653). A group whose answer cannot be read counts for nothing in
 * that round; the source gives all of it 0, which makes an unreadable answer a bad score. No two
 * questions depend on each other.
 *
 * @param group candidates that are shown at once
 * @param rounds how often each candidate is scored
 * @param shuffleSeed of the groups; empty to cut them as the first stage has the candidates
 */
public record GroupScores(int group, int rounds, OptionalLong shuffleSeed)
    implements ListAlgorithm {

  /**
   * @throws IllegalArgumentException when a number is not positive, or there are several rounds
   *     without a shuffle, which would all be the same
   */
  public GroupScores {
    ListAlgorithm.require("group", group, 1);
    ListAlgorithm.require("rounds", rounds, 1);
    if (rounds > 1 && shuffleSeed.isEmpty()) {
      throw new IllegalArgumentException(rounds + " rounds of the same groups are one");
    }
  }

  @Override
  public ListOrder rank(int candidates, Judge judge) {
    CallLog calls = new CallLog(judge);
    double[] sums = new double[candidates];
    int[] counts = new int[candidates];
    List<List<Integer>> groups = groups(candidates);
    List<Judgement> judgements = calls.askAll(groups);
    for (int i = 0; i < groups.size(); i++) {
      for (int position = 0; position < groups.get(i).size(); position++) {
        OptionalDouble score = score(judgements.get(i), position);
        if (score.isPresent()) {
          sums[groups.get(i).get(position)] += score.getAsDouble();
          counts[groups.get(i).get(position)]++;
        }
      }
    }
    List<Place> places = new ArrayList<>(candidates);
    for (int i = 0; i < candidates; i++) {
      places.add(
          counts[i] == 0
              ? new Place(i, ScoreKind.NONE, OptionalDouble.empty())
              : new Place(i, ScoreKind.MEAN_VALUE, OptionalDouble.of(sums[i] / counts[i])));
    }
    Comparator<Place> byScore =
        Comparator.comparingDouble(place -> place.score().orElse(Double.NEGATIVE_INFINITY));
    places.sort(byScore.reversed());
    return new ListOrder(places, calls.calls());
  }

  private List<List<Integer>> groups(int candidates) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Integer> all = ListOrder.firstStage(candidates);
      List<Integer> order =
          shuffleSeed.isEmpty()
              ? all
              : Shuffle.of(all, Shuffle.seed(shuffleSeed.getAsLong(), round));
      for (int from = 0; from < candidates; from += group) {
        groups.add(List.copyOf(order.subList(from, Math.min(from + group, candidates))));
      }
    }
    return groups;
  }

  private static OptionalDouble score(Judgement judgement, int position) {
    if (judgement instanceof Judgement.Values values) {
      return values.values().get(position);
    }
    if (judgement instanceof Judgement.None) {
      return OptionalDouble.empty();
    }
    throw new IllegalArgumentException("a group is judged by values, not by " + judgement);
  }

  @Override
  public int mostCalls(int candidates) {
    return rounds * ((candidates + group - 1) / group);
  }

  @Override
  public int longestList() {
    return group;
  }
}
