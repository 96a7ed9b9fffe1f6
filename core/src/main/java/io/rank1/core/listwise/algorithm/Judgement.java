package io.rank1.core.listwise.algorithm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What came back of one question about a list. Positions are those of the list as it was shown,
 * from 0. Immutable.
 */
public sealed interface Judgement {

  /** The rules that were needed to make it of an answer; none for an answer in good order. */
  Set<Fallback> repairs();

  /**
   * All positions of the list, best first. What was judged equal, or not judged, keeps the order in
   * which it was shown; what was not judged stands behind.
   *
   * @param shown how long the list was
   */
  List<Integer> order(int shown);

  /** The position of the best; empty when nothing was judged. */
  OptionalInt best();

  /**
   * The rules that were needed, with those that the list itself shows.
   *
   * @param shown how long the list was
   */
  default Set<Fallback> fallbacks(int shown) {
    return repairs();
  }

  /**
   * An order of the list, or of a part of it.
   *
   * @param tiers positions, best first; those of one tier are equal to each other. None twice
   */
  record Order(List<List<Integer>> tiers, Set<Fallback> repairs) implements Judgement {

    /**
     * @throws IllegalArgumentException when there is no tier, an empty one, or a position twice
     */
    public Order {
      tiers = tiers.stream().map(tier -> tier.stream().sorted().toList()).toList();
      repairs = Set.copyOf(repairs);
      List<Integer> all = tiers.stream().flatMap(List::stream).toList();
      boolean hasEmpty = tiers.isEmpty() || tiers.stream().anyMatch(List::isEmpty);
      if (hasEmpty || new HashSet<>(all).size() < all.size()) {
        throw new IllegalArgumentException("no order: " + tiers);
      }
      all.forEach(position -> requirePosition(position, Integer.MAX_VALUE));
    }

    /** One without equals. */
    public static Order of(List<Integer> positions) {
      return new Order(positions.stream().map(List::of).toList(), Set.of());
    }

    @Override
    public List<Integer> order(int shown) {
      Set<Integer> judged = new HashSet<>();
      List<Integer> order = new ArrayList<>(shown);
      tiers.forEach(order::addAll);
      order.forEach(position -> requirePosition(position, shown));
      judged.addAll(order);
      IntStream.range(0, shown).filter(i -> !judged.contains(i)).forEach(order::add);
      return order;
    }

    @Override
    public OptionalInt best() {
      return OptionalInt.of(tiers.get(0).get(0));
    }

    @Override
    public Set<Fallback> fallbacks(int shown) {
      boolean isWhole = tiers.stream().mapToInt(List::size).sum() >= shown;
      return isWhole ? repairs : with(repairs, Fallback.MISSING_APPENDED);
    }
  }

  /**
   * The best of the list.
   *
   * @param position of it
   */
  record Pick(int position, Set<Fallback> repairs) implements Judgement {

    /**
     * @throws IllegalArgumentException when the position is negative
     */
    public Pick {
      requirePosition(position, Integer.MAX_VALUE);
      repairs = Set.copyOf(repairs);
    }

    @Override
    public List<Integer> order(int shown) {
      return new Order(List.of(List.of(position)), Set.of()).order(shown);
    }

    @Override
    public OptionalInt best() {
      return OptionalInt.of(position);
    }
  }

  /**
   * A number for each of the list, the higher the better: logits, or scores.
   *
   * @param values by position; empty for one without. One at least is there
   */
  record Values(List<OptionalDouble> values, Set<Fallback> repairs) implements Judgement {

    /**
     * @throws IllegalArgumentException when there is no number, or one that is not finite
     */
    public Values {
      values = List.copyOf(values);
      repairs = Set.copyOf(repairs);
      boolean hasOne = values.stream().anyMatch(OptionalDouble::isPresent);
      if (!hasOne || values.stream().anyMatch(v -> !Double.isFinite(v.orElse(0)))) {
        throw new IllegalArgumentException("no values: " + values);
      }
    }

    /** A number for every one. */
    public static Values of(double... values) {
      return new Values(
          IntStream.range(0, values.length).mapToObj(i -> OptionalDouble.of(values[i])).toList(),
          Set.of());
    }

    @Override
    public List<Integer> order(int shown) {
      if (values.size() != shown) {
        throw new IllegalArgumentException(values.size() + " values for " + shown + " shown");
      }
      Comparator<Integer> byValue =
          Comparator.comparingDouble(i -> values.get(i).orElse(Double.NEGATIVE_INFINITY));
      return IntStream.range(0, shown).boxed().sorted(byValue.reversed()).toList();
    }

    @Override
    public OptionalInt best() {
      return OptionalInt.of(order(values.size()).get(0));
    }

    @Override
    public Set<Fallback> fallbacks(int shown) {
      boolean isWhole = values.stream().allMatch(OptionalDouble::isPresent);
      return isWhole ? repairs : with(repairs, Fallback.SCORES_MISSING);
    }
  }

  /**
   * Nothing that could be used: the answer was not readable.
   *
   * @param repairs why, and what else happened to it; one rule at least
   */
  record None(Set<Fallback> repairs) implements Judgement {

    /**
     * @throws IllegalArgumentException when there is no reason
     */
    public None {
      repairs = Set.copyOf(repairs);
      if (repairs.isEmpty()) {
        throw new IllegalArgumentException("nothing was judged, for no reason");
      }
    }

    @Override
    public List<Integer> order(int shown) {
      return IntStream.range(0, shown).boxed().toList();
    }

    @Override
    public OptionalInt best() {
      return OptionalInt.empty();
    }
  }

  private static Set<Fallback> with(Set<Fallback> some, Fallback more) {
    Set<Fallback> all = new HashSet<>(some);
    all.add(more);
    return all;
  }

  private static void requirePosition(int position, int shown) {
    if (position < 0 || position >= shown) {
      throw new IllegalArgumentException("position " + position + " of " + shown + " shown");
    }
  }
}
