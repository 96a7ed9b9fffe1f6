package io.rank1.core;

import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.host.Failures;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A reranker that hands everything on to another: a decorator overrides what it changes. */
public abstract class ForwardingReranker implements Reranker {

  private final Reranker next;

  protected ForwardingReranker(Reranker next) {
    this.next = Objects.requireNonNull(next, "next");
  }

  @Override
  public CompletableFuture<RerankResult> submit(RerankRequest request) {
    return next.submit(request);
  }

  @Override
  public CompletableFuture<RerankResult> submitWhenRoom(RerankRequest request)
      throws InterruptedException {
    return next.submitWhenRoom(request);
  }

  @Override
  public RerankResult score(RerankRequest request) throws InterruptedException {
    return next.score(request);
  }

  @Override
  public RerankResult score(String query, String passage) {
    return next.score(query, passage);
  }

  @Override
  public Ranking rank(RankRequest request) throws InterruptedException {
    return next.rank(request);
  }

  @Override
  public CompletableFuture<Ranking> rankAsync(RankRequest request) {
    return next.rankAsync(request);
  }

  @Override
  public void requireOtherThread() {
    next.requireOtherThread();
  }

  /**
   * Waits for what a decorator makes of futures, as rerankers wait: interruptibly, and with the
   * exception that the future failed with.
   */
  protected static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    return Failures.await(future);
  }

  @Override
  public Stream<PairOutcome> stream(Iterator<RerankRequest> requests, ResultOrder order) {
    return next.stream(requests, order);
  }

  @Override
  public FittedPrompt fit(RerankRequest request) {
    return next.fit(request);
  }

  @Override
  public EngineStats stats() {
    return next.stats();
  }

  @Override
  public EngineHealth health() {
    return next.health();
  }

  @Override
  public Recipe identity() {
    return next.identity();
  }

  @Override
  public Recipe identity(Thinking thinking) {
    return next.identity(thinking);
  }

  @Override
  public void addListener(PairListener listener) {
    next.addListener(listener);
  }

  @Override
  public boolean shutdown(Duration patience) throws InterruptedException {
    return next.shutdown(patience);
  }

  @Override
  public void close() {
    next.close();
  }
}
