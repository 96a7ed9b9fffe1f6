package io.rank1.core.host;

import io.rank1.core.engine.TokenEngine;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.RunnerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** An engine, and what is opened and closed with it. Safe for use by several threads. */
public final class EngineHost implements AutoCloseable {

  private final TokenEngine engine;
  private final Tokenizer tokenizer;
  private final Callbacks callbacks;
  private final List<AutoCloseable> resources;

  /**
   * Starts the engine.
   *
   * @param factory makes the runner on the engine's thread
   * @param maxQueued how many requests may wait for a slot; positive
   * @param executor what completes futures; empty for threads of its own
   * @param resources closed after the engine, in this order: the model's weights, for one. They
   *     stay open when this throws
   * @throws RuntimeException what the factory threw, when the runner cannot be made
   */
  public EngineHost(
      RunnerFactory factory,
      Tokenizer tokenizer,
      int maxQueued,
      Optional<Executor> executor,
      List<AutoCloseable> resources) {
    this.tokenizer = tokenizer;
    this.callbacks = new Callbacks(executor);
    this.resources = List.copyOf(resources);
    this.engine = new TokenEngine(factory, tokenizer::endsText, maxQueued);
  }

  public TokenEngine engine() {
    return engine;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  public Callbacks callbacks() {
    return callbacks;
  }

  /**
   * Goes on with opening; the engine is closed when that fails, and the resources stay open.
   *
   * @throws RuntimeException what the step threw
   */
  public <T> T opening(Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Tokenizes, which a closed model cannot.
   *
   * @throws io.rank1.core.failure.EngineStoppedException when the engine is closed, or broke
   */
  public <T> T whileOpen(Supplier<T> tokenizing) {
    engine.requireOpen();
    try {
      return tokenizing.get();
    } catch (IllegalStateException e) {
      engine.requireOpen(); // closed by another thread meanwhile, and the vocabulary with it
      throw e;
    }
  }

  /**
   * Takes no more requests, waits for those under way, and closes.
   *
   * @param patience how long to wait at most
   * @return whether all were done in time
   */
  public boolean shutdown(Duration patience) throws InterruptedException {
    try {
      return engine.shutdown(patience);
    } finally {
      close();
    }
  }

  /**
   * Closes engine and resources. Closing again does nothing.
   *
   * @throws IllegalStateException on the engine's own thread, which cannot wait for itself, or when
   *     a resource cannot be closed; the others are closed all the same
   */
  @Override
  public void close() {
    engine.close();
    callbacks.close();
    List<Exception> problems = new ArrayList<>();
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        problems.add(e);
      }
    }
    if (!problems.isEmpty()) {
      IllegalStateException all = new IllegalStateException("not all could be closed");
      problems.forEach(all::addSuppressed);
      throw all;
    }
  }
}
