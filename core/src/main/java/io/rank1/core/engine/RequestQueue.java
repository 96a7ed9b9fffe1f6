package io.rank1.core.engine;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.pair.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The requests that wait for a slot, and whether more are taken. A higher priority goes first; in a
 * priority groups take turns; in a group the order is that of arrival. Safe for use by several
 * threads.
 */
final class RequestQueue {

  /** What the engine does with requests. */
  private enum Intake {
    OPEN,
    /** What was taken is done, and no more is taken. */
    DRAINING,
    CLOSED
  }

  private static final Comparator<Deadline> EARLIEST_FIRST =
      (one, other) -> Long.signum(one.nanosAfter(other));

  private static final Comparator<Sequence> BY_DEADLINE =
      Comparator.comparing((Sequence s) -> s.request().service().deadline().get(), EARLIEST_FIRST)
          .thenComparingLong(Sequence::arrival);

  private final int limit;
  private final Map<Priority, Map<Object, LinkedHashSet<Sequence>>> lanes =
      new EnumMap<>(Priority.class);
  private final TreeSet<Sequence> withDeadline = new TreeSet<>(BY_DEADLINE);
  private Intake intake = Intake.OPEN;
  private EngineStoppedException refusal;
  private long arrivals;
  private int size;
  private boolean woken;

  /**
   * @param limit how many may wait; positive
   */
  RequestQueue(int limit) {
    this.limit = limit;
    for (Priority priority : Priority.values()) {
      lanes.put(priority, new LinkedHashMap<>());
    }
  }

  /**
   * Takes a request in.
   *
   * @throws OverloadedException when as many wait as may
   * @throws EngineStoppedException when no more are taken
   */
  synchronized void offer(Sequence sequence) {
    requireOpen();
    if (size >= limit) {
      throw new OverloadedException(limit);
    }
    add(sequence);
  }

  /**
   * Takes a request in as soon as there is room.
   *
   * @throws EngineStoppedException when no more are taken
   */
  synchronized void put(Sequence sequence) throws InterruptedException {
    requireOpen();
    while (size >= limit) {
      wait();
      requireOpen();
    }
    add(sequence);
  }

  /**
   * Does nothing while requests are taken.
   *
   * @throws EngineStoppedException when no more are taken
   */
  synchronized void requireOpen() {
    if (intake != Intake.OPEN) {
      throw new EngineStoppedException(refusal.reason(), refusal.getMessage());
    }
  }

  private void add(Sequence sequence) {
    Service service = sequence.request().service();
    sequence.arrived(arrivals++);
    lanes
        .get(service.priority())
        .computeIfAbsent(service.group(), group -> new LinkedHashSet<>())
        .add(sequence);
    if (service.deadline().isPresent()) {
      withDeadline.add(sequence);
    }
    size++;
    notifyAll();
  }

  /** How many wait. */
  synchronized int size() {
    return size;
  }

  /** Those that are next, at most this many. */
  synchronized List<Sequence> first(int most) {
    List<Sequence> next = new ArrayList<>();
    for (Map<Object, LinkedHashSet<Sequence>> lane : lanes.values()) {
      List<Iterator<Sequence>> groups = new ArrayList<>();
      // Each has one at least, so that no more groups get a turn than are wanted.
      lane.values().stream()
          .limit(most - next.size())
          .forEach(group -> groups.add(group.iterator()));
      while (next.size() < most && !groups.isEmpty()) {
        for (Iterator<Iterator<Sequence>> turn = groups.iterator(); turn.hasNext(); ) {
          Iterator<Sequence> group = turn.next();
          if (!group.hasNext()) {
            turn.remove();
          } else if (next.size() < most) {
            next.add(group.next());
          }
        }
      }
    }
    return next;
  }

  /** Takes a request out whose turn it is; the next turn is another group's. */
  synchronized boolean admit(Sequence sequence) {
    if (!remove(sequence)) {
      return false;
    }
    Service service = sequence.request().service();
    Map<Object, LinkedHashSet<Sequence>> lane = lanes.get(service.priority());
    LinkedHashSet<Sequence> group = lane.remove(service.group());
    if (group != null) {
      lane.put(service.group(), group);
    }
    return true;
  }

  /** Takes a request out; turns stay as they are. False when it does not wait. */
  synchronized boolean remove(Sequence sequence) {
    Service service = sequence.request().service();
    Map<Object, LinkedHashSet<Sequence>> lane = lanes.get(service.priority());
    LinkedHashSet<Sequence> group = lane.get(service.group());
    if (group == null || !group.remove(sequence)) {
      return false;
    }
    if (group.isEmpty()) {
      lane.remove(service.group());
    }
    if (service.deadline().isPresent()) {
      withDeadline.remove(sequence);
    }
    size--;
    notifyAll();
    return true;
  }

  /** Takes out those whose deadline has passed. */
  synchronized List<Sequence> overdue(long now) {
    List<Sequence> late = new ArrayList<>();
    while (!withDeadline.isEmpty() && withDeadline.first().isOverdue(now)) {
      late.add(withDeadline.first());
      remove(withDeadline.first());
    }
    return late;
  }

  /** Has {@link #awaitWork} look again. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /**
   * Waits until there is something to do.
   *
   * @param isIdle whether the engine has nothing but what waits here
   * @return false when the engine is to stop
   */
  synchronized boolean awaitWork(boolean isIdle) throws InterruptedException {
    while (intake == Intake.OPEN && isIdle && size == 0 && !woken) {
      wait();
    }
    woken = false;
    return intake == Intake.OPEN || intake == Intake.DRAINING && !(isIdle && size == 0);
  }

  /** Takes no more requests; those that wait are still served. */
  synchronized void drain(EngineStoppedException why) {
    if (intake == Intake.OPEN) {
      intake = Intake.DRAINING;
      refusal = why;
    }
    notifyAll();
  }

  /** Takes no more requests, and serves none. */
  synchronized void close(EngineStoppedException why) {
    if (intake == Intake.OPEN) {
      refusal = why;
    }
    intake = Intake.CLOSED;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return intake == Intake.CLOSED;
  }

  /** Takes out all that wait. */
  synchronized List<Sequence> clear() {
    List<Sequence> all = first(size);
    lanes.values().forEach(Map::clear);
    withDeadline.clear();
    size = 0;
    notifyAll();
    return all;
  }
}
