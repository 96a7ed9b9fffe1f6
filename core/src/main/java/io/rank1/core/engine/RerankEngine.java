package io.rank1.core.engine;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.PromptFitter;
import io.rank1.core.prompt.PromptTooLongException;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import io.rank1.core.runner.ModelRunner;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores pairs with continuous batching: a slot is refilled in the step after it ends.
 *
 * <p>One thread, the engine's own, makes, uses and closes the runner. {@link #submit} may be called
 * by any thread; it tokenizes on the caller's. Futures complete on the engine's thread: callbacks
 * that take long must be given an executor of their own.
 */
public final class RerankEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RerankEngine.class);

  private final Object lock = new Object();
  private final Queue<Sequence> inbox = new ArrayDeque<>(); // guarded by lock
  private final PromptFitter fitter;
  private final Thread thread;
  private final RunnerLimits limits;
  private final CompletableFuture<EngineLoop> started = new CompletableFuture<>();
  private boolean closed; // guarded by lock
  private String closedBecause = "the engine is closed"; // guarded by lock

  /**
   * Starts the engine and waits for its runner.
   *
   * @throws RuntimeException what the factory threw, when the runner cannot be made
   */
  public RerankEngine(RunnerFactory factory, Tokenizer tokenizer, EngineOptions options) {
    thread = new Thread(() -> own(factory, tokenizer, options), "rank1-engine");
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
    fitter = new PromptFitter(tokenizer, options.maxPromptTokens(limits));
  }

  /**
   * The prompt as it would be run: tokenized, its passage cut where it is too long. May be called
   * by any thread.
   *
   * @throws PromptTooLongException when even an empty passage does not fit
   * @throws UntokenizableException when the text cannot be tokenized
   */
  public FittedPrompt fit(Prompt prompt) {
    return fitter.fit(prompt);
  }

  /** What the runner can hold. */
  public RunnerLimits limits() {
    return limits;
  }

  /** What the engine has done so far; may be called by any thread. */
  public EngineStats stats() {
    return started.join().stats();
  }

  /**
   * Queues a prompt. The future completes normally in every case but one: cancelling it frees its
   * slot. A pair that cannot be scored has a result that says why.
   *
   * @throws IllegalStateException when the engine is closed
   */
  public CompletableFuture<RerankResult> submit(Prompt prompt) {
    FittedPrompt fitted;
    try {
      fitted = fitter.fit(prompt);
    } catch (PromptTooLongException | UntokenizableException e) {
      int chars = prompt.passage().length();
      return CompletableFuture.completedFuture(RerankResult.failed(e.getMessage(), chars));
    }
    Sequence sequence = new Sequence(fitted);
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException(closedBecause);
      }
      inbox.add(sequence);
      lock.notifyAll();
    }
    return sequence.future();
  }

  /**
   * Stops intake, completes what is unfinished as {@link FinishReason#CANCELLED}, frees the runner
   * and waits for all that. The step that runs is finished first. Closing again does nothing.
   *
   * @throws IllegalStateException when called on the engine's own thread, from a future's callback
   */
  @Override
  public void close() {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("the engine cannot be closed from its own thread");
    }
    refuse("the engine is closed");
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the runner must be freed before the model: keep waiting
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(String reason) {
    synchronized (lock) {
      if (!closed) {
        closed = true;
        closedBecause = reason;
      }
      lock.notifyAll();
    }
  }

  private void own(RunnerFactory factory, Tokenizer tokenizer, EngineOptions options) {
    try (ModelRunner runner = factory.create()) {
      EngineLoop loop = new EngineLoop(runner, tokenizer, options);
      options.maxPromptTokens(runner.limits()); // refuses a context that is too short
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
      while (takeIn(loop)) {
        loop.step();
      }
      end(loop, FinishReason.CANCELLED, "the engine was closed before this pair was scored");
    } catch (RuntimeException | Error e) {
      LOG.error("the engine stopped", e);
      refuse("the engine stopped: " + e.getMessage());
      end(loop, FinishReason.CANCELLED, "the engine stopped: " + e);
    }
  }

  /**
   * Moves new sequences to the scheduler; waits for some when there is nothing to do.
   *
   * @return false when the engine is to stop
   */
  private boolean takeIn(EngineLoop loop) {
    synchronized (lock) {
      while (!closed && inbox.isEmpty() && loop.isIdle()) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          closed = true; // nobody but a closing JVM interrupts this thread
        }
      }
      while (!inbox.isEmpty()) {
        loop.add(inbox.remove());
      }
      return !closed;
    }
  }

  private void end(EngineLoop loop, FinishReason reason, String cause) {
    synchronized (lock) {
      while (!inbox.isEmpty()) {
        loop.add(inbox.remove());
      }
    }
    loop.abandon(reason, cause);
  }
}
