package io.rank1.core.cascade;

import io.rank1.core.PairOutcome;
import io.rank1.core.RankRequest;
import io.rank1.core.RankedPassage;
import io.rank1.core.Ranking;
import io.rank1.core.Reranker;
import io.rank1.core.failure.Rank1Exception;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One ranking in two passes under way. What a round's end leads to runs where its last future was
 * completed; nothing waits there, and what takes longer than an order does not happen there.
 */
final class CascadeCall {

  private final RankRequest request;
  private final Reranker first;
  private final Reranker second;
  private final CascadeRule rule;
  private final long began = System.nanoTime();
  private final CompletableFuture<Ranking> ranking = new CompletableFuture<>();
  private final List<CompletableFuture<RerankResult>> underWay = new ArrayList<>(); // its own lock

  CascadeCall(RankRequest request, Reranker first, Reranker second, CascadeRule rule) {
    this.request = request;
    this.first = first;
    this.second = second;
    this.rule = rule;
  }

  /**
   * Starts the direct pass.
   *
   * @throws Rank1Exception when it cannot be started; nothing of it is under way then
   */
  CompletableFuture<Ranking> start() {
    ranking.whenComplete((done, error) -> cancelAll()); // of use when it was cancelled, or failed
    List<CompletableFuture<RerankResult>> pairs;
    try {
      pairs = submit(IntStream.range(0, size()).toArray(), i -> first.submit(pair(i).direct()));
    } catch (RuntimeException | Error e) {
      cancelAll();
      throw e;
    }
    whenAll(pairs, () -> rank(outcomes(pairs)));
    return ranking;
  }

  private int size() {
    return request.pairs().size();
  }

  private RerankRequest pair(int index) {
    return request.pairs().get(index);
  }

  private List<CompletableFuture<RerankResult>> submit(
      int[] indexes, Function<Integer, CompletableFuture<RerankResult>> entrance) {
    List<CompletableFuture<RerankResult>> pairs = new ArrayList<>(indexes.length);
    for (int i = 0; i < indexes.length && !ranking.isDone(); i++) {
      CompletableFuture<RerankResult> pair = entrance.apply(indexes[i]);
      pairs.add(pair);
      synchronized (underWay) {
        underWay.add(pair);
      }
      if (ranking.isDone()) {
        cancelAll();
      }
    }
    return pairs;
  }

  private void cancelAll() {
    List<CompletableFuture<RerankResult>> all;
    synchronized (underWay) {
      all = List.copyOf(underWay);
    }
    all.forEach(pair -> pair.cancel(false));
  }

  /** Goes on once all are done; what is thrown there, the ranking fails with. */
  private void whenAll(List<CompletableFuture<RerankResult>> pairs, Runnable then) {
    CompletableFuture.allOf(pairs.toArray(CompletableFuture[]::new))
        .whenComplete((done, error) -> orFail(then));
  }

  private void orFail(Runnable task) {
    if (ranking.isDone()) {
      return; // who completed it wants no more of it
    }
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      ranking.completeExceptionally(e);
    }
  }

  private List<PairOutcome> outcomes(List<CompletableFuture<RerankResult>> pairs) {
    return IntStream.range(0, pairs.size())
        .mapToObj(i -> PairOutcome.of(pair(i), pairs.get(i)))
        .toList();
  }

  private void rank(List<PairOutcome> direct) {
    double[] logOdds =
        direct.stream()
            .mapToDouble(pair -> score(pair).map(Score::difference).orElse(Double.NaN))
            .toArray();
    goOn(new CascadeRanking(rule, logOdds), direct, new ArrayList<>(direct));
  }

  private static Optional<Score> score(PairOutcome pair) {
    return pair.result().map(RerankResult::requireScore);
  }

  /**
   * @param deciding what decides each passage's place so far
   */
  private void goOn(CascadeRanking order, List<PairOutcome> direct, List<PairOutcome> deciding) {
    int[] next = order.next();
    if (next.length == 0) {
      ranking.complete(result(order, direct, deciding));
      return;
    }
    CompletableFuture.runAsync(
        () ->
            orFail(
                () -> {
                  List<CompletableFuture<RerankResult>> pairs = submit(next, this::think);
                  whenAll(
                      pairs,
                      () -> {
                        for (int i = 0; i < next.length; i++) {
                          take(
                              next[i],
                              PairOutcome.of(pair(next[i]), pairs.get(i)),
                              order,
                              deciding);
                        }
                        goOn(order, direct, deciding);
                      });
                }));
  }

  private CompletableFuture<RerankResult> think(int index) {
    RerankRequest pair = pair(index);
    Duration passed = Duration.ofNanos(System.nanoTime() - began);
    return second.submit(
        pair.deadline()
            .map(deadline -> pair.toBuilder().deadline(deadline.minus(passed)).build())
            .orElse(pair));
  }

  private static void take(
      int index, PairOutcome outcome, CascadeRanking order, List<PairOutcome> deciding) {
    deciding.set(index, outcome);
    score(outcome)
        .ifPresentOrElse(
            score -> order.thought(index, score.difference()), () -> order.failed(index));
  }

  private Ranking result(
      CascadeRanking order, List<PairOutcome> direct, List<PairOutcome> deciding) {
    List<RankedPassage> ranked = new ArrayList<>();
    List<Ranking.Unranked> failed = new ArrayList<>();
    for (int index : order.order()) {
      String id = pair(index).id().orElseThrow();
      Optional<RerankResult> firstPass = direct.get(index).result();
      Optional<RerankResult> result = deciding.get(index).result();
      if (result.isPresent()) {
        ranked.add(new RankedPassage(index, id, result.get(), firstPass));
      } else {
        Rank1Exception failure = deciding.get(index).failure().orElseThrow();
        failed.add(new Ranking.Unranked(index, id, failure, firstPass));
      }
    }
    int wanted = Math.min(request.topN(), ranked.size());
    return new Ranking(ranked.subList(0, wanted), failed, order.certainty());
  }
}
