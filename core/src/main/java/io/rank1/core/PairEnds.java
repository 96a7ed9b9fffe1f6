package io.rank1.core;

import io.rank1.core.pair.RerankResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of pairs that have ended: listeners, and then whoever has the future, on an executor. Safe
 * for use by several threads.
 */
final class PairEnds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PairEnds.class);

  private final List<PairListener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService ownThreads =
      Executors.newCachedThreadPool(PairEnds::callbackThread);
  private final Executor callbacks;

  /**
   * @param executor what completes futures; empty for threads of its own
   */
  PairEnds(Optional<Executor> executor) {
    this.callbacks = executor.orElse(ownThreads);
  }

  private static Thread callbackThread(Runnable task) {
    Thread thread = new Thread(task, "rank1-callbacks");
    thread.setDaemon(true);
    return thread;
  }

  void addListener(PairListener listener) {
    listeners.add(listener);
  }

  /** Completes a pair's future, on a thread for callbacks. */
  void complete(CompletableFuture<RerankResult> future, Supplier<PairOutcome> outcome) {
    onCallbackThread(
        () -> {
          try {
            completeHere(future, outcome.get());
          } catch (RuntimeException | Error e) {
            future.completeExceptionally(e); // for want of memory for a result
            throw e;
          }
        });
  }

  /** Where the executor has no thread, as after the reranker is closed, the calling one serves. */
  private void onCallbackThread(Runnable completion) {
    try {
      callbacks.execute(completion);
    } catch (RejectedExecutionException e) {
      completion.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("the executor of callbacks failed", e);
      completion.run();
    }
  }

  /** Completes a pair's future on the calling thread. */
  void completeHere(CompletableFuture<RerankResult> future, PairOutcome outcome) {
    for (PairListener listener : listeners) {
      try {
        listener.ended(outcome);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed", e);
      }
    }
    if (outcome.failure().isPresent()) {
      future.completeExceptionally(outcome.failure().get());
    } else if (outcome.result().isPresent()) {
      future.complete(outcome.result().get());
    } else {
      future.cancel(false);
    }
  }

  /** Makes no thread any more; what was handed to them is still done. */
  @Override
  public void close() {
    ownThreads.shutdown();
  }
}
