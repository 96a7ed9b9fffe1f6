package io.rank1.cli.job;

import io.rank1.cli.scoring.ListScorer;
import io.rank1.core.listwise.CallRecord;
import io.rank1.core.listwise.KnownCalls;
import io.rank1.core.listwise.ListRanking;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Submits queries on a thread of its own, so many ahead that the model has always calls at hand;
 * what comes of them is taken as it comes. A ranking comes behind all calls that were computed for
 * it.
 */
final class QueryFlow {

  /** What comes out: calls and rankings, and at some time the end of the input. */
  sealed interface Event {}

  /** A call that was computed. */
  record Answered(CallRecord call) implements Event {}

  /** A query that is ranked. */
  record Ranked(int query, ListRanking ranking) implements Event {}

  /** A query without a ranking. */
  record Failed(int query, Throwable problem) implements Event {}

  /**
   * Nothing more is submitted; results may still come.
   *
   * @param problem why, unless the input has ended
   */
  record InputEnd(Optional<Throwable> problem) implements Event {}

  /** The reranker has two queries per slot under way; a third waits. */
  private static final int PER_SLOT = 3;

  private final ListInput input;
  private final ListScorer scorer;
  private final IntFunction<KnownCalls> known;
  // Bounded by the queries under way, and the calls that a ranking needs.
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * @param known what is known of the calls of a query, by its number
   */
  QueryFlow(ListInput input, ListScorer scorer, IntFunction<KnownCalls> known) {
    this.input = input;
    this.scorer = scorer;
    this.known = known;
    this.room = new Semaphore(PER_SLOT * Math.max(1, scorer.stats().work().slots()));
  }

  void start() {
    scorer.addListener(call -> events.add(new Answered(call)));
    Thread thread = new Thread(this::run, "rank1-intake");
    thread.setDaemon(true);
    thread.start();
  }

  /** Submits nothing more. The thread is not interrupted, which could close the files it reads. */
  void stop() {
    if (!stopped) {
      stopped = true;
      room.release(); // it may wait for room
    }
  }

  /** Queries that were submitted and not taken. */
  int underWay() {
    return underWay.get();
  }

  /** The next event, if one comes in time. */
  Optional<Event> take(Duration patience) throws InterruptedException {
    Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (event instanceof Ranked || event instanceof Failed) {
      underWay.decrementAndGet();
      room.release();
    }
    return Optional.ofNullable(event);
  }

  private void run() {
    events.add(new InputEnd(submitAll()));
  }

  private Optional<Throwable> submitAll() {
    try {
      for (int query = 0; query < input.size() && !stopped; query++) {
        submit(query);
      }
      return Optional.empty();
    } catch (Exception | Error e) { // whatever it is, who waits for results must be told
      return Optional.of(e);
    }
  }

  private void submit(int query) throws InterruptedException {
    room.acquire();
    if (stopped) {
      return;
    }
    underWay.incrementAndGet();
    CompletableFuture<ListRanking> future;
    try {
      future = scorer.submit(input.request(query), known.apply(query));
    } catch (RuntimeException | Error e) {
      underWay.decrementAndGet(); // no result will come
      throw e;
    }
    future.whenComplete(
        (ranking, problem) ->
            events.add(problem == null ? new Ranked(query, ranking) : new Failed(query, problem)));
  }
}
