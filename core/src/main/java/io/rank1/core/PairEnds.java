package io.rank1.core;

import io.rank1.core.host.Callbacks;
import io.rank1.core.host.Listeners;
import io.rank1.core.pair.RerankResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Tells of pairs that have ended: listeners, and then whoever has the future, on an executor. Safe
 * for use by several threads.
 */
final class PairEnds {

  private final Listeners<PairListener> listeners = new Listeners<>();
  private final Callbacks callbacks;

  PairEnds(Callbacks callbacks) {
    this.callbacks = callbacks;
  }

  void addListener(PairListener listener) {
    listeners.add(listener);
  }

  /** Completes a pair's future, on a thread for callbacks. */
  void complete(CompletableFuture<RerankResult> future, Supplier<PairOutcome> outcome) {
    callbacks.complete(
        () -> {
          try {
            completeHere(future, outcome.get());
          } catch (RuntimeException | Error e) {
            future.completeExceptionally(e); // for want of memory for a result
            throw e;
          }
        });
  }

  /** Completes a pair's future on the calling thread. */
  void completeHere(CompletableFuture<RerankResult> future, PairOutcome outcome) {
    listeners.tell(listener -> listener.ended(outcome));
    if (outcome.failure().isPresent()) {
      future.completeExceptionally(outcome.failure().get());
    } else if (outcome.result().isPresent()) {
      future.complete(outcome.result().get());
    } else {
      future.cancel(false);
    }
  }
}
