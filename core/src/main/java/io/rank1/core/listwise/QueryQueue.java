package io.rank1.core.listwise;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Queries under way, and those that wait. So many are under way that the engine has always calls at
 * hand, and no more, so that the first are done before the last have begun. A higher priority goes
 * first; in a priority the order is that of arrival. Safe for use by several threads.
 *
 * @param <Q> a query
 */
final class QueryQueue<Q> {

  private final int mostUnderWay;
  private final int mostWaiting;
  private final Set<Q> underWay = new HashSet<>();
  private final TreeMap<Turn, Q> waiting = new TreeMap<>();
  private long arrivals;
  private Optional<EngineStoppedException> refusal = Optional.empty();

  private record Turn(int priority, long arrival) implements Comparable<Turn> {

    @Override
    public int compareTo(Turn other) {
      int byPriority = Integer.compare(priority, other.priority);
      return byPriority != 0 ? byPriority : Long.compare(arrival, other.arrival);
    }
  }

  QueryQueue(int mostUnderWay, int mostWaiting) {
    this.mostUnderWay = mostUnderWay;
    this.mostWaiting = mostWaiting;
  }

  /**
   * Takes a query in.
   *
   * @param priority the lower, the earlier
   * @return whether it is under way; otherwise {@link #leave} gives it out later
   * @throws OverloadedException when as many wait as may
   * @throws EngineStoppedException when no more are taken
   */
  synchronized boolean enter(Q query, int priority) {
    requireOpen();
    if (underWay.size() < mostUnderWay) {
      return underWay.add(query);
    }
    if (waiting.size() >= mostWaiting) {
      throw new OverloadedException(mostWaiting);
    }
    waiting.put(new Turn(priority, arrivals++), query);
    return false;
  }

  /**
   * As {@link #enter}, but waits while as many wait as may.
   *
   * @throws EngineStoppedException when no more are taken
   */
  synchronized boolean enterWhenRoom(Q query, int priority) throws InterruptedException {
    while (refusal.isEmpty() && underWay.size() >= mostUnderWay && waiting.size() >= mostWaiting) {
      wait();
    }
    return enter(query, priority);
  }

  /**
   * A query is done, or wanted no more.
   *
   * @return the query that is under way in its place, to be started
   */
  synchronized Optional<Q> leave(Q query) {
    boolean wasUnderWay = underWay.remove(query);
    if (!wasUnderWay) {
      waiting.values().remove(query);
    }
    Optional<Q> next = Optional.empty();
    if (wasUnderWay && !waiting.isEmpty()) {
      next = Optional.of(waiting.pollFirstEntry().getValue());
      underWay.add(next.get());
    }
    notifyAll();
    return next;
  }

  /** Takes no more. */
  synchronized void refuse(EngineStoppedException reason) {
    if (refusal.isEmpty()) {
      refusal = Optional.of(reason);
    }
    notifyAll();
  }

  private void requireOpen() {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /** Takes out all that wait. */
  synchronized List<Q> takeWaiting() {
    List<Q> taken = new ArrayList<>();
    for (Iterator<Q> all = waiting.values().iterator(); all.hasNext(); all.remove()) {
      taken.add(all.next());
    }
    notifyAll();
    return taken;
  }

  /**
   * Waits until no query is left.
   *
   * @param nanos how long at most
   * @return whether none is
   */
  synchronized boolean awaitNone(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (!underWay.isEmpty() || !waiting.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }
}
