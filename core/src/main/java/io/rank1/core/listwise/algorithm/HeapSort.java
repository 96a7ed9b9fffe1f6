package io.rank1.core.listwise.algorithm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A tournament in a heap whose nodes have many children: a question finds the best of a node and
 * its children, and that goes to the node (Setwise, arXiv 2310.09497; llm-rankers, {@code
 * setwise.py}). The best of the heap is taken out until enough have their places; the others follow
 * as the first stage has them.
 *
 * <p>Where no answer can be read, the first stage decides: of the set, the candidate that stood
 * highest there is the best. While the heap is built that is the node, as in the source. Later the
 * source keeps the node too, which is the heap's last leaf then, and would be ranked next for no
 * reason; here an answer that cannot be read moves nothing against the first stage.
 *
 * @param children of a node; a question shows one candidate more
 * @param top how many candidates get their places
 */
public record HeapSort(int children, int top, Comparison comparison) implements ListAlgorithm {

  /**
   * @throws IllegalArgumentException when a number is out of its range
   */
  public HeapSort {
    ListAlgorithm.require("children", children, 2);
    ListAlgorithm.require("top", top, 1);
  }

  @Override
  public ListOrder rank(int candidates, Judge judge) {
    CallLog calls = new CallLog(judge);
    List<Integer> heap = ListOrder.firstStage(candidates);
    for (int node = candidates / children; node >= 0; node--) {
      sink(heap, node, calls);
    }
    Set<Integer> order = new LinkedHashSet<>();
    while (order.size() < Math.min(top, candidates)) {
      if (!order.isEmpty()) {
        sink(heap, 0, calls);
      }
      Integer last = heap.remove(heap.size() - 1);
      order.add(heap.isEmpty() ? last : heap.set(0, last));
    }
    int judged = order.size();
    order.addAll(ListOrder.firstStage(candidates));
    return ListOrder.byRank(List.copyOf(order), judged, calls.calls());
  }

  /** Has what stands in a node change places with its best child until it is the best itself. */
  private void sink(List<Integer> heap, int node, CallLog calls) {
    int at = node;
    while (firstChild(at) < heap.size()) {
      List<Integer> places = new ArrayList<>(List.of(at));
      int end = Math.min(firstChild(at) + children, heap.size());
      IntStream.range(firstChild(at), end).forEach(places::add);
      List<Integer> set = places.stream().map(heap::get).toList();
      int best = comparison.best(set, calls).orElseGet(() -> highestInFirstStage(set));
      if (best == 0) {
        return;
      }
      int child = places.get(best);
      heap.set(child, heap.set(at, heap.get(child)));
      at = child;
    }
  }

  private static int highestInFirstStage(List<Integer> set) {
    return set.indexOf(set.stream().min(Comparator.naturalOrder()).orElseThrow());
  }

  private int firstChild(int node) {
    return children * node + 1;
  }

  /** As many as when everything sinks down to a leaf. */
  @Override
  public int mostCalls(int candidates) {
    int sets = 0;
    for (int node = candidates / children; node >= 0; node--) {
      sets += levelsBelow(node, candidates);
    }
    for (int taken = 1; taken < Math.min(top, candidates); taken++) {
      sets += levelsBelow(0, candidates - taken);
    }
    return sets * comparison.votes();
  }

  private int levelsBelow(int node, int size) {
    int levels = 0;
    for (int at = firstChild(node); at < size; at = firstChild(at)) {
      levels++;
    }
    return levels;
  }

  @Override
  public int longestList() {
    return children + 1;
  }
}
