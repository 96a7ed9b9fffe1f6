package io.rank1.core.listwise;

import io.rank1.core.RerankerOptions;
import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.failure.DeadlineExceededException;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.EngineStoppedException.Reason;
import io.rank1.core.host.EngineHost;
import io.rank1.core.host.Failures;
import io.rank1.core.host.Listeners;
import io.rank1.core.identity.Recipe;
import io.rank1.core.prompt.Tokenizer;
import io.rank1.core.runner.RunnerFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A reranker of lists over an engine of its own. */
public final class EngineListReranker implements ListReranker {

  /**
   * Queries under way per slot. While the next call of one is made, that of another runs in the
   * slot.
   */
  private static final int QUERIES_PER_SLOT = 2;

  /** Longer is as good as for ever. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final EngineHost host;
  private final ListMethod method;
  private final Calls calls;
  private final QueryQueue<RankingRun> queries;
  private final Listeners<ListListener> listeners = new Listeners<>();
  private final Supplier<Recipe> base;

  /**
   * Starts the engine.
   *
   * @param factory makes the runner on the engine's thread
   * @param options how many queries may wait, and where futures complete; there is no thinking
   *     beside the method's own
   * @param base what decides the answers beside the method: model, runtime, context; asked for when
   *     the identity is
   * @param resources closed after the engine, in this order: the model's weights, for one. They
   *     stay open when this throws
   * @throws RuntimeException what the factory threw, when the runner cannot be made
   * @throws io.rank1.core.failure.UnusableException when the vocabulary lacks what the method
   *     reads, or the context has no room for its answers
   */
  public EngineListReranker(
      RunnerFactory factory,
      Tokenizer tokenizer,
      ListMethod method,
      RerankerOptions options,
      Supplier<Recipe> base,
      AutoCloseable... resources) {
    this.method = method;
    this.base = base;
    // What waits are queries, before any call of theirs is made.
    this.host =
        new EngineHost(
            factory, tokenizer, Integer.MAX_VALUE, options.callbacks(), List.of(resources));
    this.calls = host.opening(() -> new Calls(host, method));
    int slots = host.engine().limits().slots();
    this.queries = new QueryQueue<>(QUERIES_PER_SLOT * slots, options.maxQueued());
  }

  /** How a query gets in. */
  private interface Entrance {
    boolean enter(RankingRun run, int priority) throws InterruptedException;
  }

  @Override
  public CompletableFuture<ListRanking> rankAsync(ListRequest request, KnownCalls known) {
    try {
      return start(request, known, queries::enter);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing waited", e);
    }
  }

  @Override
  public CompletableFuture<ListRanking> rankWhenRoom(ListRequest request, KnownCalls known)
      throws InterruptedException {
    host.engine().requireOtherThread();
    return start(request, known, queries::enterWhenRoom);
  }

  private CompletableFuture<ListRanking> start(
      ListRequest request, KnownCalls known, Entrance entrance) throws InterruptedException {
    host.engine().requireOpen();
    RankingRun run = new RankingRun(request, known, calls, host.callbacks(), listeners);
    boolean isUnderWay = entrance.enter(run, request.priority().ordinal());
    run.future().whenComplete((ranking, error) -> leave(run));
    request.deadline().ifPresent(deadline -> failAfter(deadline, run));
    if (isUnderWay) {
      run.advance();
    }
    return run.future();
  }

  private void leave(RankingRun run) {
    queries.leave(run).ifPresent(next -> host.callbacks().work(next::advance));
  }

  private void failAfter(Duration deadline, RankingRun run) {
    CompletableFuture<Void> timer =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, nanos(deadline), TimeUnit.NANOSECONDS);
    timer.thenRun(
        () ->
            host.callbacks()
                .work(
                    () ->
                        run.fail(
                            new DeadlineExceededException(
                                "the deadline passed after " + run.judged() + " calls"))));
    run.future().whenComplete((ranking, error) -> timer.cancel(false));
  }

  @Override
  public ListRanking rank(ListRequest request) throws InterruptedException {
    host.engine().requireOtherThread();
    return Failures.await(rankAsync(request));
  }

  @Override
  public EngineStats stats() {
    return host.engine().stats();
  }

  @Override
  public EngineHealth health() {
    return host.engine().health();
  }

  @Override
  public Recipe identity() {
    return base.get().with(method.recipe());
  }

  @Override
  public void addListener(ListListener listener) {
    listeners.add(listener);
  }

  @Override
  public boolean shutdown(Duration patience) throws InterruptedException {
    host.engine().requireOtherThread();
    try {
      queries.refuse(closed());
      return queries.awaitNone(nanos(patience));
    } finally {
      close();
    }
  }

  /** A time from now, which is neither negative nor more than a long can take. */
  private static long nanos(Duration time) {
    Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
    return bounded.isNegative() ? 0 : bounded.toNanos();
  }

  private static EngineStoppedException closed() {
    return new EngineStoppedException(Reason.CLOSED, "the engine is closed");
  }

  @Override
  public void close() {
    host.engine().requireOtherThread();
    queries.refuse(closed());
    queries.takeWaiting().forEach(run -> run.fail(closed()));
    host.close();
  }
}
