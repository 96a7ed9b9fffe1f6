package io.rank1.core;

import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.failure.PairFailedException;
import io.rank1.core.host.Failures;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.prompt.FittedPrompt;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Scores passages against queries with a reasoning reranker. Safe for use by several threads at
 * once; pairs of all of them share the model's batches, so that many pairs at a time are much
 * faster than one after another.
 *
 * <p>A failure is an exception of the {@link io.rank1.core.failure.Rank1Exception} family, never an
 * ordinary result. A future fails with {@link PairFailedException}, {@link
 * DeadlineExceededException} or {@link EngineStoppedException}; it is cancelled when its owner
 * cancels it, and then its place in the batch is free before the next step.
 */
public interface Reranker extends AutoCloseable {

  /** In which order a stream gives its results. */
  enum ResultOrder {
    /** In the order of the requests. */
    AS_REQUESTED,
    /** Each as soon as it is there. */
    AS_COMPLETED
  }

  /**
   * Starts to score a pair. What hangs on the future runs on an executor, unless the options say
   * otherwise.
   *
   * @throws OverloadedException when the queue is full
   * @throws EngineStoppedException when the reranker is closed, or broke
   */
  CompletableFuture<RerankResult> submit(RerankRequest request);

  /**
   * As {@link #submit}, but waits while the queue is full.
   *
   * @throws EngineStoppedException when the reranker is closed, or broke
   * @throws IllegalStateException on the engine's own thread, which cannot wait for itself
   */
  CompletableFuture<RerankResult> submitWhenRoom(RerankRequest request) throws InterruptedException;

  /**
   * Scores one pair and waits for it. When the waiting thread is interrupted, the pair is
   * cancelled.
   *
   * @throws io.rank1.core.failure.Rank1Exception when there is no score, with the reason
   */
  RerankResult score(RerankRequest request) throws InterruptedException;

  /**
   * Scores one pair and waits for it, whatever interrupts.
   *
   * @throws io.rank1.core.failure.Rank1Exception when there is no score, with the reason
   */
  default RerankResult score(String query, String passage) {
    try {
      return submit(new RerankRequest(query, passage)).join();
    } catch (CompletionException e) {
      throw Failures.unwrapped(e);
    }
  }

  /**
   * Ranks passages and waits for that. When the waiting thread is interrupted, or any error ends
   * the call, what is unfinished is cancelled.
   *
   * @throws EngineStoppedException when the engine stopped before all were scored
   * @throws OverloadedException when not all passages find room in the queue; none is scored then
   */
  Ranking rank(RankRequest request) throws InterruptedException;

  /**
   * Starts to rank passages. Cancelling the future cancels what is unfinished.
   *
   * @throws EngineStoppedException when the reranker is closed, or broke
   * @throws OverloadedException when not all passages find room in the queue; none is scored then
   */
  CompletableFuture<Ranking> rankAsync(RankRequest request);

  /** Ranks passages with all by default; as {@link #rank(RankRequest)}. */
  default Ranking rank(String query, List<String> passages) throws InterruptedException {
    return rank(RankRequest.builder(query).passages(passages).build());
  }

  /**
   * Does nothing on a thread that may wait for results.
   *
   * @throws IllegalStateException on the engine's own thread, which cannot wait for itself
   */
  void requireOtherThread();

  /**
   * Scores a stream of pairs of any length in bounded memory. Requests are taken from the iterator
   * on the consumer's thread, some way ahead of the results, so that the batches stay full. A pair
   * that fails is an outcome without a result; only an engine that stopped ends the stream, with
   * its exception. The stream is to be closed: that cancels what is under way. It also cleans up
   * after itself when it was consumed to its end or was left unreachable.
   */
  Stream<PairOutcome> stream(Iterator<RerankRequest> requests, ResultOrder order);

  /**
   * The prompt of a pair as {@link #submit} would run it.
   *
   * @throws io.rank1.core.prompt.PromptTooLongException when even an empty passage does not fit
   * @throws io.rank1.core.prompt.UntokenizableException when the text cannot be tokenized
   * @throws EngineStoppedException when the reranker is closed, or broke
   */
  FittedPrompt fit(RerankRequest request);

  /** What has been done so far. */
  EngineStats stats();

  /** How it is now. */
  EngineHealth health();

  /**
   * What decides the scores of pairs that are thought about by default: equal recipes give the same
   * scores within the documented rounding. It holds the hash of the model's bytes, which may take
   * seconds per gigabyte when it is asked for the first time.
   *
   * @throws io.rank1.core.failure.UnusableException when the model's file can no longer be read
   */
  Recipe identity();

  /** The same for pairs that are thought about in a way of their own. */
  Recipe identity(Thinking thinking);

  /** Has a listener told of every pair that ends, on the thread that completes the future. */
  void addListener(PairListener listener);

  /**
   * Takes no more pairs, waits for those under way, and closes.
   *
   * @param patience how long to wait at most
   * @return whether all were done in time; the others fail with {@link EngineStoppedException}
   */
  boolean shutdown(Duration patience) throws InterruptedException;

  /**
   * Takes no more pairs, fails what is unfinished with {@link EngineStoppedException}, and frees
   * context and model. Closing again does nothing.
   *
   * @throws IllegalStateException on the engine's own thread, which cannot wait for itself, or when
   *     a resource cannot be closed; the others are closed all the same
   */
  @Override
  void close();
}
