package io.rank1.core.listwise;

import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.ListOrder;
import io.rank1.core.listwise.algorithm.ListOrder.ScoreKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The candidates of one query in order.
 *
 * @param passages best first, every candidate once
 * @param order how that came to be: what was asked, and judged
 * @param computed how many of the calls were computed; the others were known
 */
public record ListRanking(List<Ranked> passages, ListOrder order, int computed) {

  /**
   * A passage in its place.
   *
   * @param index its place in the first stage's order, from 0
   * @param id the caller's name for it
   * @param score the higher the better, and never a probability; empty for {@link ScoreKind#NONE}
   */
  public record Ranked(int index, String id, ScoreKind kind, OptionalDouble score) {

    public Ranked {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(score, "score");
    }
  }

  public ListRanking {
    passages = List.copyOf(passages);
    Objects.requireNonNull(order, "order");
  }

  static ListRanking of(ListQuestion question, ListOrder order, int computed) {
    List<Ranked> passages =
        order.places().stream()
            .map(
                place ->
                    new Ranked(
                        place.candidate(),
                        question.candidates().get(place.candidate()).id(),
                        place.kind(),
                        place.score()))
            .toList();
    return new ListRanking(passages, order, computed);
  }

  /** In how many calls each rule for answers in bad order was needed. */
  public Map<Fallback, Integer> fallbacks() {
    return order.fallbacks();
  }
}
