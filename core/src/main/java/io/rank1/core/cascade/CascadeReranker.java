package io.rank1.core.cascade;

import io.rank1.core.ForwardingReranker;
import io.rank1.core.PairListener;
import io.rank1.core.RankRequest;
import io.rank1.core.Ranking;
import io.rank1.core.Reranker;
import io.rank1.core.engine.Deadline;
import io.rank1.core.engine.EngineHealth;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Ranks in two passes: a direct one on all passages of a query, and reasoning about those that a
 * rule names. The order is that of {@link CascadeRanking}; each passage of it has the score of
 * either pass, and {@link Ranking#certainty} says how sure an order until stable is. How much is
 * thought in the second pass is what the request says, or the reranker's options. A deadline is for
 * both passes together. Everything but rankings is handed on to the reranker of the second pass.
 *
 * <p>The passages of a later round enter the queue when the round before is done. Where they find
 * no room then, the ranking's future fails with {@link io.rank1.core.failure.OverloadedException}.
 * Their prompts are made on a thread of the common pool.
 */
public final class CascadeReranker extends ForwardingReranker {

  private final Reranker first;
  private final Reranker second;
  private final CascadeRule rule;

  /** Both passes on one reranker, which is closed with this. */
  public CascadeReranker(Reranker reranker, CascadeRule rule) {
    this(reranker, reranker, rule);
  }

  /**
   * Each pass on a reranker of its own.
   *
   * @param first for the direct pass; its model is a smaller one, as a rule. Closed with this
   * @param second for the reasoning, and for everything but rankings. Closed with this
   */
  public CascadeReranker(Reranker first, Reranker second, CascadeRule rule) {
    super(second);
    this.first = Objects.requireNonNull(first, "first");
    this.second = second;
    this.rule = Objects.requireNonNull(rule, "rule");
  }

  @Override
  public Ranking rank(RankRequest request) throws InterruptedException {
    requireOtherThread();
    return await(rankAsync(request));
  }

  @Override
  public CompletableFuture<Ranking> rankAsync(RankRequest request) {
    return new CascadeCall(request, first, second, rule).start();
  }

  @Override
  public void requireOtherThread() {
    second.requireOtherThread();
    first.requireOtherThread();
  }

  /** That of the second pass's reranker, unless the first pass's does not take requests. */
  @Override
  public EngineHealth health() {
    EngineHealth ofSecond = second.health();
    EngineHealth ofFirst = first.health();
    return ofSecond.isOpen() && !ofFirst.isOpen() ? ofFirst : ofSecond;
  }

  /** Has a listener told of the pairs of both passes. */
  @Override
  public void addListener(PairListener listener) {
    second.addListener(listener);
    if (first != second) {
      first.addListener(listener);
    }
  }

  /**
   * As {@link Reranker#shutdown}. A ranking that has a round before it fails, since that round is
   * no longer taken.
   */
  @Override
  public boolean shutdown(Duration patience) throws InterruptedException {
    Deadline end = Deadline.in(patience);
    try {
      boolean isDone = first == second || first.shutdown(patience);
      Duration left = Duration.ofNanos(Math.max(0, end.nanoTime() - System.nanoTime()));
      return second.shutdown(left) && isDone;
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    try {
      second.close();
    } finally {
      if (first != second) {
        first.close();
      }
    }
  }
}
