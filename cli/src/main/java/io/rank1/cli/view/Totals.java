package io.rank1.cli.view;

import io.rank1.cli.journal.Finish;
import io.rank1.core.cascade.Pass;
import io.rank1.core.pair.FinishReason;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums over standings.
 *
 * @param pairs all of them
 * @param scored those with a score
 * @param relevant those labelled true
 * @param finishes how often pairs ended in each way, the ways in their order
 * @param decisions how often each pass of a cascade decided; empty for other jobs
 */
record Totals(
    long pairs,
    long scored,
    long relevant,
    SortedMap<Finish, Long> finishes,
    Map<Pass, Long> decisions) {

  private static final Finish FAILED = Finish.of(FinishReason.FAILED);

  /** How candidates end that questions about lists have ranked: they have no label. */
  private static final Finish RANKED = new Finish("ranked");

  Totals {
    finishes = Collections.unmodifiableSortedMap(new TreeMap<>(finishes));
    decisions = Map.copyOf(decisions);
  }

  static Totals of(Collection<Standing> standings) {
    long scored = 0;
    long relevant = 0;
    SortedMap<Finish, Long> finishes = new TreeMap<>();
    Map<Pass, Long> decisions = new EnumMap<>(Pass.class);
    for (Standing standing : standings) {
      scored += standing.relevance().isPresent() ? 1 : 0;
      relevant += standing.isRelevant() ? 1 : 0;
      standing.finish().ifPresent(reason -> finishes.merge(reason, 1L, Long::sum));
      standing.decidedBy().ifPresent(pass -> decisions.merge(pass, 1L, Long::sum));
    }
    return new Totals(standings.size(), scored, relevant, finishes, decisions);
  }

  /** Those that questions about lists have ranked. */
  long ranked() {
    return finishes.getOrDefault(RANKED, 0L);
  }

  /** Whether any has a label. */
  boolean hasLabels() {
    return ranked() == 0 || scored > 0;
  }

  /** Those that could not be scored. */
  long failed() {
    return finishes.getOrDefault(FAILED, 0L);
  }
}
