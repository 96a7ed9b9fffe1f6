package io.rank1.core.listwise.algorithm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * All candidates in order, and how that came to be.
 *
 * @param places best first, every candidate once
 * @param calls what was asked, in order
 */
public record ListOrder(List<Place> places, List<Call> calls) {

  /** What a score is made of. None of them is a probability. */
  public enum ScoreKind {
    /** The number of candidates less the rank, which was found by judgements. */
    RANK,
    /** The number of candidates less the rank, which is the first stage's: not compared for it. */
    FIRST_STAGE_RANK,
    /** The mean of what the model gave the candidate, on the model's own scale. */
    MEAN_VALUE,
    /** There is no score: the candidate stands behind those with one, as the first stage had it. */
    NONE
  }

  /**
   * A candidate in its place.
   *
   * @param candidate its number in the first stage's order, from 0
   * @param score the higher the better; empty for {@link ScoreKind#NONE} only
   */
  public record Place(int candidate, ScoreKind kind, OptionalDouble score) {

    public Place {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(score, "score");
    }
  }

  /**
   * A question and what came back.
   *
   * @param shown candidates in the order in which they were shown
   */
  public record Call(List<Integer> shown, Judgement judgement) {

    public Call {
      shown = List.copyOf(shown);
      Objects.requireNonNull(judgement, "judgement");
    }
  }

  public ListOrder {
    places = List.copyOf(places);
    calls = List.copyOf(calls);
  }

  /**
   * An order whose scores are made of the ranks: the best of N has N - 1, the last has 0.
   *
   * @param order all candidates, best first
   * @param judged how many of them, from the best down, have their places by judgements
   */
  static ListOrder byRank(List<Integer> order, int judged, List<Call> calls) {
    List<Place> places = new ArrayList<>(order.size());
    for (int i = 0; i < order.size(); i++) {
      ScoreKind kind = i < judged ? ScoreKind.RANK : ScoreKind.FIRST_STAGE_RANK;
      places.add(new Place(order.get(i), kind, OptionalDouble.of(order.size() - 1.0 - i)));
    }
    return new ListOrder(places, calls);
  }

  /** The candidates, best first. */
  public List<Integer> candidates() {
    return places.stream().map(Place::candidate).toList();
  }

  /** In how many calls each rule was needed; rules that were not are not there. */
  public Map<Fallback, Integer> fallbacks() {
    Map<Fallback, Integer> counts = new EnumMap<>(Fallback.class);
    for (Call call : calls) {
      call.judgement()
          .fallbacks(call.shown().size())
          .forEach(rule -> counts.merge(rule, 1, Integer::sum));
    }
    return counts;
  }

  /** Candidates as the first stage has them, in a list that may be changed. */
  static List<Integer> firstStage(int candidates) {
    return new ArrayList<>(IntStream.range(0, candidates).boxed().toList());
  }
}
