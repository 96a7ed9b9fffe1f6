package io.rank1.cli.view;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Label;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Sums over standings.
 *
 * @param pairs all of them
 * @param scored those with a score
 * @param relevant those labelled true
 * @param failed those that could not be scored
 * @param finishes how often pairs ended in each way
 */
record Totals(
    long pairs, long scored, long relevant, long failed, Map<FinishReason, Long> finishes) {

  Totals {
    finishes = Map.copyOf(finishes);
  }

  static Totals of(Collection<Standing> standings) {
    long scored = 0;
    long relevant = 0;
    Map<FinishReason, Long> finishes = new EnumMap<>(FinishReason.class);
    for (Standing standing : standings) {
      scored += standing.score().isPresent() ? 1 : 0;
      relevant += standing.score().filter(s -> s.label() == Label.TRUE).isPresent() ? 1 : 0;
      standing.finish().ifPresent(reason -> finishes.merge(reason, 1L, Long::sum));
    }
    long failed = finishes.getOrDefault(FinishReason.FAILED, 0L);
    return new Totals(standings.size(), scored, relevant, failed, finishes);
  }
}
