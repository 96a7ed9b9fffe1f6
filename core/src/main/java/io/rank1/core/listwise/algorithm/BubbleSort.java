package io.rank1.core.listwise.algorithm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A tournament of sweeps from the bottom of the list to its top: in each set the best changes
 * places with the first, and the next set takes it along (Setwise, arXiv 2310.09497; llm-rankers,
 * {@code setwise.py}, in the form that its comment calls standard). Each sweep finds one place from
 * the top down; the candidates without a place follow as the first stage has them. What no answer
 * can be read for stays as it is. Sets that are as they were in an earlier sweep are not asked
 * about again.
 *
 * @param children a set shows one candidate more
 * @param top how many candidates get their places
 */
public record BubbleSort(int children, int top, Comparison comparison) implements ListAlgorithm {

  /**
   * @throws IllegalArgumentException when a number is out of its range
   */
  public BubbleSort {
    ListAlgorithm.require("children", children, 1);
    ListAlgorithm.require("top", top, 1);
  }

  @Override
  public ListOrder rank(int candidates, Judge judge) {
    CallLog calls = new CallLog(judge);
    List<Integer> order = ListOrder.firstStage(candidates);
    int places = Math.min(top, candidates);
    for (int place = 0; place < places; place++) {
      for (int[] span : spans(place, candidates)) {
        List<Integer> set = order.subList(span[0], span[1]);
        int best = comparison.best(List.copyOf(set), calls).orElse(0);
        set.set(0, set.set(best, set.get(0)));
      }
    }
    Set<Integer> placed = new LinkedHashSet<>(order.subList(0, places));
    placed.addAll(ListOrder.firstStage(candidates));
    return ListOrder.byRank(List.copyOf(placed), places, calls.calls());
  }

  /** The sets of one sweep: from where to before where. One candidate alone needs no question. */
  private List<int[]> spans(int place, int candidates) {
    List<int[]> spans = new ArrayList<>();
    int from = candidates;
    for (int to = candidates; from > place; to -= children) {
      from = Math.max(place, to - children - 1);
      if (to - from > 1) {
        spans.add(new int[] {from, to});
      }
    }
    return spans;
  }

  @Override
  public int mostCalls(int candidates) {
    int sets = 0;
    for (int place = 0; place < Math.min(top, candidates); place++) {
      sets += spans(place, candidates).size();
    }
    return sets * comparison.votes();
  }

  @Override
  public int longestList() {
    return children + 1;
  }
}
