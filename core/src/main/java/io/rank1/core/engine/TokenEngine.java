package io.rank1.core.engine;

import io.rank1.core.engine.Generation.End;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.EngineStoppedException.Reason;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes token sequences with continuous batching: a slot is refilled in the step after it ends.
 *
 * <p>One thread, the engine's own, makes, uses and closes the runner, and calls the programs. All
 * public methods may be called by any thread. What hangs on a {@link Handle}'s future runs on the
 * engine's thread and must be quick, unless it is given an executor of its own.
 */
public final class TokenEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TokenEngine.class);

  private static final String CLOSED = "the engine is closed";

  private final RequestQueue queue;
  private final Thread thread;
  private final RunnerLimits limits;
  private final CompletableFuture<EngineLoop> started = new CompletableFuture<>();
  private volatile ModelRunner runner;
  private volatile EngineHealth.State state = EngineHealth.State.OPEN;

  /** A request that the engine has taken. */
  public final class Handle {

    private final Sequence sequence;

    private Handle(Sequence sequence) {
      this.sequence = sequence;
    }

    /** Completes normally in every case; how the request ended is in its {@link Generation}. */
    public CompletableFuture<Generation> future() {
      return sequence.future();
    }

    /** Has the request leave: at once while it waits, else before the next step. */
    public void cancel() {
      if (queue.remove(sequence)) {
        started.join().meter().countEnd(End.CANCELLED);
        sequence.complete(End.CANCELLED, Optional.empty());
      } else {
        sequence.cancel();
        queue.wake();
      }
    }
  }

  /**
   * Starts the engine and waits for its runner.
   *
   * @param endsText whether the model ends its text with a token
   * @param mostQueued how many requests may wait for a slot; positive
   * @throws RuntimeException what the factory threw, when the runner cannot be made
   */
  public TokenEngine(RunnerFactory factory, IntPredicate endsText, int mostQueued) {
    if (mostQueued < 1) {
      throw new IllegalArgumentException("mostQueued must be positive: " + mostQueued);
    }
    queue = new RequestQueue(mostQueued);
    thread = new Thread(() -> own(factory, endsText), "rank1-engine");
    thread.setDaemon(true);
    thread.start();
    try {
      limits = started.join().limits();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** What the runner can hold. */
  public RunnerLimits limits() {
    return limits;
  }

  /** What the engine has done so far. */
  public EngineStats stats() {
    return started.join().meter().stats();
  }

  /** How the engine is now. */
  public EngineHealth health() {
    return started.join().meter().health(state, queue.size());
  }

  /** Whether the calling thread is the engine's own, on which nothing may wait for the engine. */
  public boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  /**
   * Queues a request.
   *
   * @throws OverloadedException when as many wait as may
   * @throws EngineStoppedException when the engine takes no more
   */
  public Handle submit(GenerationRequest request) {
    Sequence sequence = new Sequence(request);
    try {
      if (!started.join().refuses(sequence)) {
        queue.offer(sequence);
      }
    } catch (OverloadedException e) {
      started.join().meter().countRejected();
      throw e;
    }
    return new Handle(sequence);
  }

  /**
   * Queues a request as soon as there is room.
   *
   * @throws EngineStoppedException when the engine takes no more
   * @throws IllegalStateException on the engine's own thread, which cannot wait for itself
   */
  public Handle submitWhenRoom(GenerationRequest request) throws InterruptedException {
    requireOtherThread();
    Sequence sequence = new Sequence(request);
    if (!started.join().refuses(sequence)) {
      queue.put(sequence);
    }
    return new Handle(sequence);
  }

  /**
   * Fails when no more requests are taken.
   *
   * @throws EngineStoppedException then, with the reason
   */
  public void requireOpen() {
    queue.requireOpen();
  }

  /**
   * Fails on the engine's own thread.
   *
   * @throws IllegalStateException there
   */
  public void requireOtherThread() {
    if (isOwnThread()) {
      throw new IllegalStateException("the engine's own thread cannot wait for the engine");
    }
  }

  /**
   * Takes no more requests, waits until those that it has are done, and closes.
   *
   * @param patience how long to wait at most; what is unfinished then ends as {@link End#CLOSED}
   * @return whether all were done in time
   * @throws IllegalStateException on the engine's own thread
   * @throws InterruptedException when interrupted while it waits; the engine is closed all the same
   */
  public boolean shutdown(Duration patience) throws InterruptedException {
    requireOtherThread();
    enter(EngineHealth.State.ENDING);
    queue.drain(new EngineStoppedException(Reason.CLOSED, CLOSED));
    try {
      Duration longest = Duration.ofMillis(Long.MAX_VALUE);
      Duration bounded = patience.compareTo(longest) > 0 ? longest : patience;
      thread.join(Math.max(1, bounded.toMillis()));
      return !thread.isAlive();
    } finally {
      close();
    }
  }

  /**
   * Takes no more requests, ends what is unfinished as {@link End#CLOSED}, frees the runner and
   * waits for all that. A step that runs is interrupted. Closing again does nothing.
   *
   * @throws IllegalStateException on the engine's own thread
   */
  @Override
  public void close() {
    requireOtherThread();
    enter(EngineHealth.State.ENDING);
    queue.close(new EngineStoppedException(Reason.CLOSED, CLOSED));
    ModelRunner interrupted = runner;
    if (interrupted != null && thread.isAlive()) {
      interrupted.interrupt();
    }
    boolean wasInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        wasInterrupted = true; // the runner must be freed before the model: keep waiting
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void enter(EngineHealth.State next) {
    if (next.compareTo(state) > 0) {
      state = next;
    }
  }

  private void own(RunnerFactory factory, IntPredicate endsText) {
    try (ModelRunner made = factory.create()) {
      EngineLoop loop = new EngineLoop(made, queue, endsText);
      runner = made;
      started.complete(loop);
      work(loop);
    } catch (RuntimeException | Error e) {
      if (!started.completeExceptionally(e)) {
        throw e;
      }
    }
  }

  private void work(EngineLoop loop) {
    try {
      while (queue.awaitWork(loop.isIdle())) {
        loop.step();
      }
      loop.abandon(End.CLOSED, "the engine was closed before this was done");
      enter(EngineHealth.State.CLOSED);
    } catch (RuntimeException | Error | InterruptedException e) {
      boolean isClosing = queue.isClosed();
      String why = "the engine stopped: " + e.getMessage();
      queue.close(new EngineStoppedException(Reason.BROKEN, why));
      enter(isClosing ? EngineHealth.State.CLOSED : EngineHealth.State.BROKEN);
      if (!isClosing) {
        LOG.error("the engine stopped", e);
      }
      loop.abandon(isClosing ? End.CLOSED : End.BROKEN, why);
    }
  }
}
