package io.rank1.core.host;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for what follows the end of a request, so that it does not hold up the engine's. Safe for
 * use by several threads.
 */
public final class Callbacks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  private final ExecutorService ownThreads = Executors.newCachedThreadPool(Callbacks::thread);
  private final Executor callers;

  /**
   * @param executor what completes futures; empty for threads of its own
   */
  Callbacks(Optional<Executor> executor) {
    this.callers = executor.orElse(ownThreads);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "rank1-callbacks");
    thread.setDaemon(true);
    return thread;
  }

  /** Completes what a caller waits for. */
  public void complete(Runnable completion) {
    run(callers, completion);
  }

  /** Does work of the reranker itself, which may take a while; never on the caller's executor. */
  public void work(Runnable task) {
    run(ownThreads, task);
  }

  /** Where the executor has no thread, as after the reranker is closed, the calling one serves. */
  private static void run(Executor executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("the executor of callbacks failed", e);
      task.run();
    }
  }

  /** Makes no thread any more; what was handed to them is still done. */
  @Override
  public void close() {
    ownThreads.shutdown();
  }
}
