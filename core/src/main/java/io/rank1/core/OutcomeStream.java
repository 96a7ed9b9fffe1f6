package io.rank1.core;

import io.rank1.core.Reranker.ResultOrder;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Outcomes of requests, with a bounded number of them under way. A stream that nobody reads any
 * more cancels what is under way when it is closed, and at the latest when it is collected as
 * garbage.
 */
final class OutcomeStream implements Iterator<PairOutcome> {

  private static final Cleaner CLEANER = Cleaner.create();

  /** How a request is submitted. */
  interface Submit {
    CompletableFuture<RerankResult> apply(RerankRequest request) throws InterruptedException;
  }

  private record UnderWay(RerankRequest request, CompletableFuture<RerankResult> future) {}

  private final Iterator<RerankRequest> requests;
  private final Submit submit;
  private final int lookAhead;
  private final Work work;

  /** What is under way; apart from the iterator, so that it can be cleaned up after it. */
  private static final class Work implements Runnable {

    private final Deque<UnderWay> started = new ArrayDeque<>();
    private final BlockingQueue<UnderWay> completed = new LinkedBlockingQueue<>();
    private final ResultOrder order;
    private boolean ended;

    Work(ResultOrder order) {
      this.order = order;
    }

    synchronized void add(UnderWay pair) {
      if (ended) {
        pair.future().cancel(false);
        return;
      }
      started.add(pair);
      if (order == ResultOrder.AS_COMPLETED) {
        pair.future().whenComplete((result, error) -> completed.add(pair));
      }
    }

    synchronized boolean hasEnded() {
      return ended;
    }

    synchronized int size() {
      return started.size();
    }

    UnderWay next() throws InterruptedException {
      UnderWay next;
      if (order == ResultOrder.AS_COMPLETED) {
        next = completed.take();
      } else {
        synchronized (this) {
          next = started.peek();
        }
        if (next == null) {
          throw ended();
        }
        settled(next.future());
      }
      synchronized (this) {
        started.remove(next);
      }
      return next;
    }

    private static void settled(CompletableFuture<?> future) throws InterruptedException {
      try {
        future.handle((result, error) -> null).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("nothing was thrown", e);
      }
    }

    @Override
    public synchronized void run() {
      ended = true;
      started.forEach(pair -> pair.future().cancel(false));
      started.clear();
    }
  }

  private OutcomeStream(Iterator<RerankRequest> requests, Submit submit, int lookAhead, Work work) {
    this.requests = requests;
    this.submit = submit;
    this.lookAhead = lookAhead;
    this.work = work;
  }

  static Stream<PairOutcome> of(
      Iterator<RerankRequest> requests, Submit submit, int lookAhead, ResultOrder order) {
    Work work = new Work(order);
    OutcomeStream outcomes = new OutcomeStream(requests, submit, lookAhead, work);
    CLEANER.register(outcomes, work);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(outcomes, traits), false)
        .onClose(work);
  }

  @Override
  public boolean hasNext() {
    try {
      while (!work.hasEnded() && work.size() < lookAhead && requests.hasNext()) {
        RerankRequest request = requests.next();
        work.add(new UnderWay(request, submit.apply(request)));
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (RuntimeException | Error e) {
      work.run();
      throw e;
    }
    if (work.hasEnded()) {
      throw ended();
    }
    return work.size() > 0;
  }

  @Override
  public PairOutcome next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    UnderWay pair;
    try {
      pair = work.next();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      return PairOutcome.of(pair.request(), pair.future());
    } catch (EngineStoppedException e) {
      work.run();
      throw e;
    }
  }

  private static RuntimeException ended() {
    return new CancellationException("the stream was closed, or failed");
  }

  private RuntimeException interrupted() {
    work.run();
    Thread.currentThread().interrupt();
    return new CancellationException("the thread was interrupted while it waited for a pair");
  }
}
