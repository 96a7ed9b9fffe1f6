package io.rank1.core.listwise;

import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.failure.DeadlineExceededException;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.failure.RankingFailedException;
import io.rank1.core.identity.Recipe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Ranks the candidates of queries by asking a model about lists of them. The calls of one query
 * depend on each other, so that it is many queries at a time that keep the model busy. Safe for use
 * by several threads at once.
 *
 * <p>A future fails with {@link RankingFailedException} when one of the query's calls does not fit
 * the context, or the model failed on it: a ranking that lacks a call would not be the method's,
 * and so there is none. It fails with {@link DeadlineExceededException} or {@link
 * EngineStoppedException} as those of pairs do. An answer that cannot be read is no failure; {@link
 * ListRanking#fallbacks} counts those.
 */
public interface ListReranker extends AutoCloseable {

  /**
   * Starts to rank. What hangs on the future runs on an executor, unless the options say otherwise.
   * Cancelling the future cancels what is unfinished.
   *
   * @param known answers that need not be computed again
   * @throws OverloadedException when as many queries wait as may
   * @throws EngineStoppedException when the reranker is closed, or broke
   */
  CompletableFuture<ListRanking> rankAsync(ListRequest request, KnownCalls known);

  /** Starts to rank, with nothing known; as {@link #rankAsync(ListRequest, KnownCalls)}. */
  default CompletableFuture<ListRanking> rankAsync(ListRequest request) {
    return rankAsync(request, KnownCalls.NONE);
  }

  /**
   * As {@link #rankAsync(ListRequest, KnownCalls)}, but waits while as many queries wait as may.
   *
   * @throws EngineStoppedException when the reranker is closed, or broke
   * @throws IllegalStateException on the engine's own thread, which cannot wait for itself
   */
  CompletableFuture<ListRanking> rankWhenRoom(ListRequest request, KnownCalls known)
      throws InterruptedException;

  /**
   * Ranks and waits for that. When the waiting thread is interrupted, what is unfinished is
   * cancelled.
   *
   * @throws io.rank1.core.failure.Rank1Exception when there is no ranking, with the reason
   * @throws IllegalStateException on the engine's own thread, which cannot wait for itself
   */
  ListRanking rank(ListRequest request) throws InterruptedException;

  /** What the engine has done so far. */
  EngineStats stats();

  /** How it is now. */
  EngineHealth health();

  /**
   * What decides the rankings: equal recipes give the same but for rounding. It holds the hash of
   * the model's bytes, which may take seconds per gigabyte when it is asked for the first time.
   *
   * @throws io.rank1.core.failure.UnusableException when the model's file can no longer be read
   */
  Recipe identity();

  /** Has a listener told of every call that is computed, before its ranking goes on. */
  void addListener(ListListener listener);

  /**
   * Takes no more queries, waits for those that it has, and closes.
   *
   * @param patience how long to wait at most
   * @return whether all were done in time; the others fail with {@link EngineStoppedException}
   * @throws IllegalStateException on the engine's own thread
   */
  boolean shutdown(Duration patience) throws InterruptedException;

  /**
   * Takes no more queries, fails what is unfinished with {@link EngineStoppedException}, and frees
   * context and model. Closing again does nothing.
   *
   * @throws IllegalStateException on the engine's own thread, which cannot wait for itself, or when
   *     a resource cannot be closed; the others are closed all the same
   */
  @Override
  void close();
}
