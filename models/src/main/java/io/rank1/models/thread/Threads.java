package io.rank1.models.thread;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that do not keep the process alive: how they are made, their results, and their end. */
public final class Threads {
  private Threads() {}

  /** A pool of threads of a name; not closed by itself. */
  public static ExecutorService daemons(int count, String name) {
    return Executors.newFixedThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * The result of a task.
   *
   * @throws InterruptedIOException if the calling thread is interrupted, which it stays
   * @throws IOException of the task
   */
  public static <T> T await(Future<T> task) throws IOException {
    try {
      if (Thread.interrupted()) { // which a result that is there would not tell
        throw new InterruptedException();
      }
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
  public static void awaitEnd(ExecutorService threads) {
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
