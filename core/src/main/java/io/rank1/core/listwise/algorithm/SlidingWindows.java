package io.rank1.core.listwise.algorithm;

import java.util.ArrayList;
import java.util.List;

/**
 * A window slides from the bottom of the list to its top, and orders what it shows; the next begins
 * a stride higher and so takes the best of it along (RankGPT, arXiv 2304.09542). Places stay,
 * candidates move. The last window is cut at the top, and may be shorter, as in rank_llm; RankGPT's
 * own code leaves the top out then.
 *
 * @param window candidates that are shown at once; 2 or more
 * @param stride how far it moves; 1 to {@code window}
 * @param depth how many candidates are ranked, from the top; the others follow as they are
 * @param passes how often it slides
 */
public record SlidingWindows(int window, int stride, int depth, int passes)
    implements ListAlgorithm {

  /**
   * @throws IllegalArgumentException when a number is out of its range
   */
  public SlidingWindows {
    ListAlgorithm.require("window", window, 2);
    ListAlgorithm.require("stride", stride, 1);
    ListAlgorithm.require("depth", depth, 1);
    ListAlgorithm.require("passes", passes, 1);
    if (stride > window) {
      throw new IllegalArgumentException(
          "a stride of " + stride + " leaves candidates out between windows of " + window);
    }
  }

  @Override
  public ListOrder rank(int candidates, Judge judge) {
    CallLog calls = new CallLog(judge);
    List<Integer> order = ListOrder.firstStage(candidates);
    int ranked = Math.min(depth, candidates);
    for (int pass = 0; pass < passes; pass++) {
      for (Span span : spans(ranked)) {
        List<Integer> shown = List.copyOf(order.subList(span.from(), span.to()));
        List<Integer> positions = calls.ask(shown).order(shown.size());
        for (int i = 0; i < shown.size(); i++) {
          order.set(span.from() + i, shown.get(positions.get(i)));
        }
      }
    }
    return ListOrder.byRank(order, ranked, calls.calls());
  }

  /** Places from one to before another. */
  private record Span(int from, int to) {}

  /** The windows of one pass. One candidate alone needs no question. */
  private List<Span> spans(int ranked) {
    List<Span> spans = new ArrayList<>();
    int from = ranked;
    for (int to = ranked; from > 0; to -= stride) {
      from = Math.max(0, to - window);
      if (to - from > 1) {
        spans.add(new Span(from, to));
      }
    }
    return spans;
  }

  @Override
  public int mostCalls(int candidates) {
    return passes * spans(Math.min(depth, candidates)).size();
  }

  @Override
  public int longestList() {
    return window;
  }
}
