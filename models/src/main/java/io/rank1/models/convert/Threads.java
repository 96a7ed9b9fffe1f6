package io.rank1.models.convert;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What threads come to: results, and their end. */
final class Threads {
  private Threads() {}

  /**
   * The result of a task.
   *
   * @throws InterruptedIOException if the calling thread is interrupted, which it stays
   * @throws IOException of the task
   */
  static <T> T await(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

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
