package io.rank1.core;

import io.rank1.core.engine.Deadline;
import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.engine.Generation;
import io.rank1.core.engine.GenerationRequest;
import io.rank1.core.engine.Service;
import io.rank1.core.engine.TokenEngine;
import io.rank1.core.failure.PairFailedException;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptFitter;
import io.rank1.core.prompt.PromptTooLongException;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reranker over an engine of its own: a method's prompts go in, and its programs' scores come
 * out.
 */
public final class EngineReranker implements Reranker {

  private static final Logger LOG = LoggerFactory.getLogger(EngineReranker.class);

  private final TokenEngine engine;
  private final RerankMethod method;
  private final Tokenizer tokenizer;
  private final int[] answers;
  private final int maxThinkTokens;
  private final PromptFitter fitter;
  private final ExecutorService ownThreads;
  private final Executor callbacks;
  private final List<PairListener> listeners = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> resources;
  private final SortedMap<String, String> identity;

  /**
   * Starts the engine.
   *
   * @param factory makes the runner on the engine's thread
   * @param identity what decides the scores beside method and options: model, runtime, context
   * @param resources closed after the engine, in this order: the model's weights, for one. They
   *     stay open when this throws
   * @throws RuntimeException what the factory threw, when the runner cannot be made
   * @throws io.rank1.core.failure.UnusableException when the vocabulary lacks what the method reads
   * @throws IllegalArgumentException when the context is too short for any prompt
   */
  public EngineReranker(
      RunnerFactory factory,
      Tokenizer tokenizer,
      RerankMethod method,
      RerankerOptions options,
      Map<String, String> identity,
      AutoCloseable... resources) {
    this.method = method;
    this.tokenizer = tokenizer;
    this.answers = method.answers(tokenizer);
    this.maxThinkTokens = options.maxThinkTokens();
    this.resources = List.of(resources);
    this.identity = new TreeMap<>(identity);
    this.identity.put("method", method.name() + "/" + method.revision());
    this.identity.put("max_think_tokens", String.valueOf(maxThinkTokens));
    this.ownThreads = Executors.newCachedThreadPool(EngineReranker::callbackThread);
    this.callbacks = options.callbacks().orElse(ownThreads);
    this.engine = new TokenEngine(factory, tokenizer::endsText, options.maxQueued());
    try {
      this.fitter = new PromptFitter(tokenizer, maxPromptTokens(maxThinkTokens));
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private static Thread callbackThread(Runnable task) {
    Thread thread = new Thread(task, "rank1-callbacks");
    thread.setDaemon(true);
    return thread;
  }

  private int maxPromptTokens(int thinkTokens) {
    return RerankerOptions.maxPromptTokens(thinkTokens, method.closingRoom(), engine.limits());
  }

  @Override
  public CompletableFuture<RerankResult> submit(RerankRequest request) {
    try {
      return start(request, engine::submit);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing waited", e);
    }
  }

  @Override
  public CompletableFuture<RerankResult> submitWhenRoom(RerankRequest request)
      throws InterruptedException {
    engine.requireOtherThread();
    return start(request, engine::submitWhenRoom);
  }

  /** How a request gets into the engine. */
  private interface Entrance {
    TokenEngine.Handle enter(GenerationRequest request) throws InterruptedException;
  }

  private CompletableFuture<RerankResult> start(RerankRequest request, Entrance entrance)
      throws InterruptedException {
    CompletableFuture<RerankResult> future = new CompletableFuture<>();
    int thinkTokens = request.maxThinkTokens().orElse(maxThinkTokens);
    Optional<Deadline> deadline = request.deadline().map(Deadline::in);
    FittedPrompt fitted;
    try {
      fitted = fit(request);
    } catch (PromptTooLongException | UntokenizableException e) {
      int chars = request.passage().length();
      RerankResult nothing = RerankResult.without(FinishReason.FAILED, e.getMessage(), chars);
      complete(future, PairOutcome.failed(request, new PairFailedException(nothing)));
      return future;
    }
    PairProgram program = whileOpen(() -> method.program(fitted, tokenizer, answers));
    PairUnderWay pair = new PairUnderWay(request, fitted, program);
    TokenEngine.Handle handle =
        entrance.enter(
            new GenerationRequest(
                fitted.tokens(),
                fitted.headTokens(),
                program,
                Sampling.GREEDY,
                thinkTokens,
                engine.limits().sequenceTokens() - method.closingRoom(),
                new Service(request.priority(), request.group(), deadline)));
    handle.future().whenComplete((generation, error) -> told(pair, future, generation, error));
    future.whenComplete(
        (result, error) -> {
          if (!handle.future().isDone()) {
            handle.cancel(); // whoever completed the future wants no more of it
          }
        });
    return future;
  }

  private void told(
      PairUnderWay pair,
      CompletableFuture<RerankResult> future,
      Generation generation,
      Throwable error) {
    if (error != null) {
      onCallbackThread(() -> future.completeExceptionally(error));
      return;
    }
    onCallbackThread(
        () -> {
          try {
            complete(future, pair.outcome(generation));
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

  private void complete(CompletableFuture<RerankResult> future, PairOutcome outcome) {
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

  @Override
  public RerankResult score(RerankRequest request) throws InterruptedException {
    engine.requireOtherThread();
    return await(submit(request));
  }

  private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw Failures.unwrapped(e);
    } finally {
      future.cancel(false); // does nothing unless the wait was interrupted
    }
  }

  @Override
  public RerankResult score(String query, String passage) {
    engine.requireOtherThread();
    return Reranker.super.score(query, passage);
  }

  @Override
  public Ranking rank(RankRequest request) throws InterruptedException {
    engine.requireOtherThread();
    return await(rankAsync(request));
  }

  @Override
  public CompletableFuture<Ranking> rankAsync(RankRequest request) {
    return RankCall.start(request, this::submit);
  }

  @Override
  public Stream<PairOutcome> stream(Iterator<RerankRequest> requests, ResultOrder order) {
    int lookAhead = Math.max(64, 32 * engine.limits().slots());
    return OutcomeStream.of(
        requests,
        request -> {
          engine.requireOtherThread();
          return submitWhenRoom(request);
        },
        lookAhead,
        order);
  }

  @Override
  public FittedPrompt fit(RerankRequest request) {
    int thinkTokens = request.maxThinkTokens().orElse(maxThinkTokens);
    PromptFitter within = fitter.withLimit(maxPromptTokens(thinkTokens));
    return whileOpen(() -> within.fit(method.prompt(request)));
  }

  /** Tokenizes, which a closed model cannot. */
  private <T> T whileOpen(Supplier<T> tokenizing) {
    engine.requireOpen();
    try {
      return tokenizing.get();
    } catch (IllegalStateException e) {
      engine.requireOpen(); // closed by another thread meanwhile, and the vocabulary with it
      throw e;
    }
  }

  @Override
  public EngineStats stats() {
    return engine.stats();
  }

  @Override
  public EngineHealth health() {
    return engine.health();
  }

  @Override
  public SortedMap<String, String> identity() {
    return new TreeMap<>(identity);
  }

  @Override
  public void addListener(PairListener listener) {
    listeners.add(listener);
  }

  @Override
  public boolean shutdown(Duration patience) throws InterruptedException {
    try {
      return engine.shutdown(patience);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    engine.close();
    ownThreads.shutdown(); // what was handed to them is still done
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
