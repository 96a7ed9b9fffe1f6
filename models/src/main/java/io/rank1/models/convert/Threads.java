package io.rank1.models.convert;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The end of threads. */
final class Threads {
  private Threads() {}

  /** Returns when the threads of a pool that was shut down have ended, interrupted or not. */
  static void awaitEnd(ExecutorService threads) {
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true; // passed on below; they end anyway, after a piece each
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
