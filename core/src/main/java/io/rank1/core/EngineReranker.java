package io.rank1.core;

import io.rank1.core.engine.Deadline;
import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.engine.Generation;
import io.rank1.core.engine.GenerationRequest;
import io.rank1.core.engine.Service;
import io.rank1.core.engine.TokenEngine;
import io.rank1.core.failure.PairFailedException;
import io.rank1.core.host.EngineHost;
import io.rank1.core.host.Failures;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptFitter;
import io.rank1.core.prompt.PromptTooLongException;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.prompt.UntokenizableException;
import io.rank1.core.runner.RunnerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A reranker over an engine of its own: a method's prompts go in, and its programs' scores come
 * out.
 */
public final class EngineReranker implements Reranker {

  private final EngineHost host;
  private final TokenEngine engine;
  private final RerankMethod method;
  private final Tokenizer tokenizer;
  private final int[] answers;
  private final Thinking thinking;
  private final PromptFitter fitter;
  private final PairEnds ends;
  private final Supplier<Recipe> base;

  /**
   * Starts the engine.
   *
   * @param factory makes the runner on the engine's thread
   * @param base what decides the scores beside method and thinking: model, runtime, context; asked
   *     for when an identity is
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
      Supplier<Recipe> base,
      AutoCloseable... resources) {
    this.method = method;
    this.tokenizer = tokenizer;
    this.answers = method.answers(tokenizer);
    this.thinking = method.thinking(options.thinking());
    this.base = base;
    this.host =
        new EngineHost(
            factory, tokenizer, options.maxQueued(), options.callbacks(), List.of(resources));
    this.engine = host.engine();
    this.ends = new PairEnds(host.callbacks());
    this.fitter = host.opening(() -> new PromptFitter(tokenizer, maxPromptTokens(thinking)));
  }

  private int maxPromptTokens(Thinking way) {
    int room =
        RerankerOptions.maxPromptTokens(way.maxTokens(), method.closingRoom(), engine.limits());
    return Math.min(room, method.promptTokens().orElse(room));
  }

  private Thinking way(RerankRequest request) {
    return method.thinking(request.thinking(thinking));
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
    Thinking way = way(request);
    Optional<Deadline> deadline = request.deadline().map(Deadline::in);
    FittedPrompt fitted;
    try {
      fitted = fit(request);
    } catch (PromptTooLongException | UntokenizableException e) {
      int chars = request.passage().length();
      RerankResult nothing = RerankResult.without(FinishReason.FAILED, e.getMessage(), chars);
      ends.completeHere(future, PairOutcome.failed(request, new PairFailedException(nothing)));
      return future;
    }
    List<Chain> chains = new ArrayList<>();
    try {
      for (int number = 0; number < way.samples().count(); number++) {
        PairProgram program = host.whileOpen(() -> method.program(fitted, tokenizer, answers, way));
        TokenEngine.Handle handle =
            entrance.enter(generation(request, fitted, way, number, program, deadline));
        chains.add(new Chain(new PairUnderWay(request, fitted, program), handle));
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      chains.forEach(chain -> chain.handle().cancel());
      throw e;
    }
    whenEnded(request, chains, future);
    return future;
  }

  /** A chain in the engine. */
  private record Chain(PairUnderWay pair, TokenEngine.Handle handle) {

    PairOutcome outcome() {
      return pair.outcome(handle.future().join());
    }
  }

  /**
   * What the engine is asked for.
   *
   * @param number of the chain, from 0; chains of one prompt compute it once
   */
  private GenerationRequest generation(
      RerankRequest request,
      FittedPrompt fitted,
      Thinking way,
      int number,
      PairProgram program,
      Optional<Deadline> deadline) {
    int[] tokens = fitted.tokens();
    return new GenerationRequest(
        tokens,
        way.samples().count() == 1 ? fitted.headTokens() : tokens.length - 1,
        program,
        SampledPair.sampling(way.samples().sampling(), tokens, number),
        way.maxTokens(),
        engine.limits().sequenceTokens() - method.closingRoom(),
        new Service(request.priority(), request.group(), deadline));
  }

  private void whenEnded(
      RerankRequest request, List<Chain> chains, CompletableFuture<RerankResult> future) {
    for (Chain chain : chains) {
      chain
          .handle()
          .future()
          .thenAccept(
              generation -> {
                if (generation.end() != Generation.End.DONE) {
                  cancel(chains); // without this one there is no score
                }
              });
    }
    CompletableFuture.allOf(
            chains.stream().map(chain -> chain.handle().future()).toArray(CompletableFuture[]::new))
        .thenRun(
            () ->
                ends.complete(
                    future,
                    () ->
                        SampledPair.outcome(
                            request, chains.stream().map(Chain::outcome).toList())));
    future.whenComplete((result, error) -> cancel(chains)); // who completed it wants no more of it
  }

  private static void cancel(List<Chain> chains) {
    for (Chain chain : chains) {
      if (!chain.handle().future().isDone()) {
        chain.handle().cancel();
      }
    }
  }

  @Override
  public RerankResult score(RerankRequest request) throws InterruptedException {
    engine.requireOtherThread();
    return Failures.await(submit(request));
  }

  @Override
  public RerankResult score(String query, String passage) {
    engine.requireOtherThread();
    return Reranker.super.score(query, passage);
  }

  @Override
  public Ranking rank(RankRequest request) throws InterruptedException {
    engine.requireOtherThread();
    return Failures.await(rankAsync(request));
  }

  @Override
  public CompletableFuture<Ranking> rankAsync(RankRequest request) {
    return RankCall.start(request, this::submit);
  }

  @Override
  public void requireOtherThread() {
    engine.requireOtherThread();
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
    Thinking way = way(request);
    PromptFitter within = fitter.withLimit(maxPromptTokens(way));
    return host.whileOpen(() -> within.fit(method.prompt(request, way)));
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
  public Recipe identity() {
    return identity(thinking);
  }

  @Override
  public Recipe identity(Thinking way) {
    return base.get().with(method.recipe(way));
  }

  @Override
  public void addListener(PairListener listener) {
    ends.addListener(listener);
  }

  @Override
  public boolean shutdown(Duration patience) throws InterruptedException {
    return host.shutdown(patience);
  }

  @Override
  public void close() {
    host.close();
  }
}
