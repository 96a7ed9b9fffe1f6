package io.rank1.core.engine;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.pair.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link RequestQueue} does when one thread uses it, told in lists and by numbers alone.
 * Public for Lincheck, which makes it and calls its methods by name.
 */
public final class SequentialQueue {

  private final List<Integer> waiting = new ArrayList<>(); // in order of arrival
  private final List<Integer> turns = new ArrayList<>(); // of pairs of priority and group
  private boolean takesMore = true;
  private boolean isClosed;

  public SequentialQueue() {
    for (int request = 0; request < IntakeOperations.WAITING; request++) {
      offer(request);
    }
  }

  public void offer(int request) {
    if (!takesMore) {
      throw new EngineStoppedException(EngineStoppedException.Reason.CLOSED, "closed");
    }
    if (waiting.size() == IntakeOperations.LIMIT) {
      throw new OverloadedException(IntakeOperations.LIMIT);
    }
    waiting.add(request);
    if (!turns.contains(turn(request))) {
      turns.add(turn(request));
    }
  }

  private static Integer turn(int request) {
    return 10 * IntakeOperations.priority(request).ordinal() + IntakeOperations.group(request);
  }

  private List<Integer> ofTurn(Integer turn) {
    return waiting.stream().filter(request -> turn(request).equals(turn)).toList();
  }

  public boolean remove(int request) {
    boolean waited = waiting.remove((Integer) request);
    turns.removeIf(turn -> ofTurn(turn).isEmpty());
    return waited;
  }

  public boolean admit(int request) {
    Integer turn = turn(request);
    boolean waited = remove(request);
    if (waited && turns.remove(turn)) {
      turns.add(turn);
    }
    return waited;
  }

  public List<Integer> first(int most) {
    List<Integer> order = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      for (int round = 0; round < waiting.size(); round++) {
        for (Integer turn : turns) {
          List<Integer> group = ofTurn(turn);
          if (turn / 10 == priority.ordinal() && round < group.size()) {
            order.add(group.get(round));
          }
        }
      }
    }
    return order.stream().limit(most).toList();
  }

  public List<Integer> overdue(int now) {
    List<Integer> late =
        waiting.stream()
            .filter(IntakeOperations::hasDeadline)
            .filter(request -> IntakeOperations.deadline(request) <= now)
            .sorted(Comparator.comparing(IntakeOperations::deadline)) // of equals the earlier comer
            .toList();
    late.forEach(this::remove);
    return late;
  }

  public int size() {
    return waiting.size();
  }

  public void drain() {
    takesMore = false;
  }

  public void close() {
    takesMore = false;
    isClosed = true;
  }

  public boolean awaitWork() {
    return !isClosed;
  }

  public List<Integer> clear() {
    List<Integer> all = first(waiting.size());
    waiting.clear();
    turns.clear();
    return all;
  }

  /** Lincheck merges states that are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SequentialQueue queue
        && waiting.equals(queue.waiting)
        && turns.equals(queue.turns)
        && takesMore == queue.takesMore
        && isClosed == queue.isClosed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(waiting, turns, takesMore, isClosed);
  }
}
