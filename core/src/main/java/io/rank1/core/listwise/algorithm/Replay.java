package io.rank1.core.listwise.algorithm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs an algorithm over judgements as they become known: it says which lists are to be judged
 * next, or the result. Whatever waits for the judgements need not wait on a thread, and a job that
 * goes on gives those of before. The algorithm is run anew each time, up to the first list that is
 * not known; beside the model's work that is nothing.
 *
 * <p>Confined to one thread at a time.
 */
public final class Replay {

  /** Ends a run at the lists that it cannot go on without. */
  private static final class Unknown extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<List<Integer>> lists;

    Unknown(List<List<Integer>> lists) {
      super("not judged yet", null, false, false); // one per run: no stack trace
      this.lists = lists;
    }
  }

  private final ListAlgorithm algorithm;
  private final int candidates;
  private final Map<List<Integer>, Judgement> known = new HashMap<>();
  private List<List<Integer>> next;
  private Optional<ListOrder> result = Optional.empty();

  public Replay(ListAlgorithm algorithm, int candidates) {
    this.algorithm = algorithm;
    this.candidates = candidates;
    this.next = List.of();
    run();
  }

  /**
   * The lists that are to be judged next and are not yet, independent of each other; empty when the
   * result is there.
   */
  public List<List<Integer>> next() {
    return next;
  }

  /** The result, once nothing is to be judged any more. */
  public Optional<ListOrder> result() {
    return result;
  }

  /** Takes a judgement, of a list that is to be judged now, or of one that may be later. */
  public void judged(List<Integer> list, Judgement judgement) {
    known.putIfAbsent(List.copyOf(list), Objects.requireNonNull(judgement, "judgement"));
    List<List<Integer>> open = new ArrayList<>(next);
    if (open.remove(list)) {
      next = open;
      if (open.isEmpty()) {
        run();
      }
    }
  }

  private void run() {
    try {
      result = Optional.of(algorithm.rank(candidates, this::judge));
    } catch (Unknown unknown) {
      next = unknown.lists;
    }
  }

  private List<Judgement> judge(List<List<Integer>> lists) {
    List<List<Integer>> open = lists.stream().filter(list -> !known.containsKey(list)).toList();
    if (!open.isEmpty()) {
      throw new Unknown(open);
    }
    return lists.stream().map(known::get).toList();
  }
}
