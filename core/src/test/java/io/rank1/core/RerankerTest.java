package io.rank1.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.FakeEngine;
import io.rank1.core.engine.Generation;
import io.rank1.core.failure.DeadlineExceededException;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.failure.PairFailedException;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Priority;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The public face over a fake model, with the engine's real thread. */
@Timeout(60)
class RerankerTest {

  @Test
  void ranksBestFirst() throws InterruptedException {
    try (Reranker reranker = FakeEngine.reranker()) {
      List<String> passages = List.of("b", "too long ".repeat(9000), "a", "c", "d");

      Ranking ranking = reranker.rank("q", passages);

      assertThat(ranking.failed()).isEmpty();
      assertThat(ranking.passages())
          .extracting(RankedPassage::index)
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
      assertThat(ranking.passages())
          .extracting(p -> p.result().requireScore().difference())
          .isSortedAccordingTo(Collections.reverseOrder());
    }
  }

  @Test
  void ranksTheBestByTheirIds() throws InterruptedException {
    try (Reranker reranker = FakeEngine.reranker()) {
      Ranking all = reranker.rank("q", List.of("a", "b", "c"));
      Ranking best =
          reranker.rank(
              RankRequest.builder("q")
                  .passage("doc-a", "a")
                  .passage("doc-b", "b")
                  .passage("doc-c", "c")
                  .topN(2)
                  .build());

      List<String> ids = List.of("doc-a", "doc-b", "doc-c");
      assertThat(best.passages())
          .extracting(RankedPassage::id)
          .containsExactly(
              ids.get(all.passages().get(0).index()), ids.get(all.passages().get(1).index()));
    }
  }

  @Test
  void passagesThatCannotBeScoredAreTold() throws InterruptedException {
    try (Reranker reranker = FakeEngine.reranker()) {
      Ranking ranking = reranker.rank("long ".repeat(2000), List.of("a", "b"));

      assertThat(ranking.passages()).isEmpty();
      assertThat(ranking.failed()).extracting(Ranking.Unranked::index).containsExactly(0, 1);
      assertThat(ranking.failed().get(0).failure())
          .isInstanceOf(PairFailedException.class)
          .hasMessageContaining("shorten the query");
    }
  }

  @Test
  void aRankingWhoseEngineDiesThrows() {
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.dyingAfter(3))) {
      assertThatThrownBy(() -> reranker.rank("q", List.of("a", "b", "c", "d", "e", "f")))
          .isInstanceOf(EngineStoppedException.class)
          .hasMessageContaining("a bug");
      assertThat(reranker.health().state()).isEqualTo(EngineHealth.State.BROKEN);
    }
  }

  @ParameterizedTest
  @EnumSource(Reranker.ResultOrder.class)
  void streamsLazily(Reranker.ResultOrder order) {
    try (Reranker reranker = FakeEngine.reranker()) {
      AtomicInteger taken = new AtomicInteger();
      Iterator<RerankRequest> endless =
          Stream.generate(() -> new RerankRequest("q" + taken.getAndIncrement(), "p")).iterator();

      List<PairOutcome> outcomes;
      try (Stream<PairOutcome> stream = reranker.stream(endless, order)) {
        outcomes = stream.limit(500).toList();
      }

      assertThat(taken.get()).isBetween(500, 700);
      for (int i = 0; i < 500; i += 50) {
        PairOutcome outcome = outcomes.get(i);
        assertThat(outcome.require().score())
            .isEqualTo(reranker.score(outcome.request().query(), "p").score());
        if (order == Reranker.ResultOrder.AS_REQUESTED) {
          assertThat(outcome.request().query()).isEqualTo("q" + i);
        }
      }
    }
  }

  @Test
  void leavingAStreamEarlyLeavesNothingRunning() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.waitingFor(hold))) {
      Iterator<RerankRequest> endless =
          Stream.generate(() -> new RerankRequest("q", "p")).iterator();
      try (Stream<PairOutcome> stream =
          reranker.stream(endless, Reranker.ResultOrder.AS_REQUESTED)) {
        Iterator<PairOutcome> outcomes = stream.iterator();
        new Thread(hold::countDown).start();
        outcomes.next();
      }
      await(() -> reranker.health().queued() == 0 && reranker.health().running() == 0);
      assertThat(reranker.stats().ended(Generation.End.CANCELLED)).isPositive();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1); // the class's time limit ends it
    }
  }

  @Test
  void aQueryLongerThanTheContextFailsWithTheReason() {
    try (Reranker reranker = FakeEngine.reranker()) {
      assertThatThrownBy(() -> reranker.score("long ".repeat(2000), "p"))
          .isInstanceOfSatisfying(
              PairFailedException.class,
              e -> assertThat(e.result().finish()).isEqualTo(FinishReason.FAILED))
          .hasMessageContaining("shorten the query");
    }
  }

  @Test
  void closingFailsWhatIsUnfinishedAndRefusesMore() {
    CountDownLatch hold = new CountDownLatch(1);
    Reranker reranker = FakeEngine.reranker(FakeEngine.waitingFor(hold));
    List<CompletableFuture<RerankResult>> futures =
        IntStream.range(0, 50)
            .mapToObj(i -> reranker.submit(new RerankRequest("q" + i, "p")))
            .toList();
    new Thread(hold::countDown).start();
    reranker.close();
    reranker.close();

    for (CompletableFuture<RerankResult> future : futures) {
      future.handle((r, e) -> r).join(); // done, on a thread of its own
    }
    assertThat(futures)
        .anySatisfy(
            f -> assertThatThrownBy(f::get).hasCauseInstanceOf(EngineStoppedException.class));
    assertThatThrownBy(() -> reranker.score("q", "p"))
        .isInstanceOf(EngineStoppedException.class)
        .hasMessage("the engine is closed");
  }

  @Test
  void shuttingDownFinishesWhatWasTaken() throws InterruptedException {
    Reranker reranker = FakeEngine.reranker();
    List<CompletableFuture<RerankResult>> futures =
        IntStream.range(0, 50)
            .mapToObj(i -> reranker.submit(new RerankRequest("q" + i, "p")))
            .toList();

    assertThat(reranker.shutdown(Duration.ofSeconds(30))).isTrue();
    assertThat(futures).allSatisfy(f -> assertThat(f.join().score()).isPresent());
    assertThat(reranker.health().state()).isEqualTo(EngineHealth.State.CLOSED);
  }

  @Test
  void aFullQueueRefusesAndAWaitingSubmitWaits() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    RerankerOptions options = RerankerOptions.builder().maxThinkTokens(100).maxQueued(8).build();
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.waitingFor(hold), options)) {
      List<CompletableFuture<RerankResult>> taken = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  taken.add(reranker.submit(new RerankRequest("q" + i, "p")));
                }
              })
          .isInstanceOf(OverloadedException.class)
          .hasMessageContaining("8 requests wait");
      assertThat(taken).hasSizeBetween(8, 12);
      assertThat(reranker.stats().rejected()).isEqualTo(1);

      taken.get(taken.size() - 1).cancel(false); // makes room at once, without a step
      taken.add(reranker.submit(new RerankRequest("q", "p")));
      CompletableFuture<CompletableFuture<RerankResult>> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return reranker.submitWhenRoom(new RerankRequest("last", "p"));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      hold.countDown();
      assertThat(waiting.get().get().score()).isPresent();
    }
  }

  @Test
  void aDeadlineForcesAnAnswerFromWhatThereIs() throws Exception {
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.slow(Duration.ofMillis(5)))) {
      RerankResult hurried =
          reranker.score(RerankRequest.builder("q", "p").deadline(Duration.ofMillis(40)).build());

      assertThat(hurried.finish()).isEqualTo(FinishReason.FORCED_BY_DEADLINE);
      assertThat(hurried.score()).isPresent();
      assertThat(hurried.tokens().completion()).isLessThan(100);
    }
  }

  @Test
  void aRequestThatNeverRanByItsDeadlineFails() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.waitingFor(hold))) {
      IntStream.range(0, 20).forEach(i -> reranker.submit(new RerankRequest("q" + i, "p")));
      CompletableFuture<RerankResult> late =
          reranker.submit(
              RerankRequest.builder("late", "p").deadline(Duration.ofMillis(1)).build());
      await(() -> reranker.health().running() > 0 || reranker.health().queued() < 20);
      hold.countDown();

      assertThatThrownBy(late::join).hasCauseInstanceOf(DeadlineExceededException.class);
    }
  }

  @Test
  void anInteractiveCallIsServedBeforeABulkOfPairs() throws Exception {
    try (Reranker reranker = FakeEngine.reranker()) {
      List<CompletableFuture<RerankResult>> bulk = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        bulk.add(
            reranker.submit(
                RerankRequest.builder("bulk " + i, "p").priority(Priority.BULK).build()));
      }
      reranker.rank("q", List.of("a", "b", "c"));

      assertThat(bulk).anySatisfy(f -> assertThat(f).isNotDone());
    }
  }

  @Test
  void aCallbackMayWaitForTheReranker() {
    try (Reranker reranker = FakeEngine.reranker()) {
      RerankResult second =
          reranker
              .submit(new RerankRequest("q", "p"))
              .thenApply(first -> reranker.score("q2", "p"))
              .join();
      assertThat(second.score()).isPresent();
    }
  }

  @Test
  void onTheEnginesOwnThreadWaitingIsAnErrorAndNoHang() {
    RerankerOptions direct =
        RerankerOptions.builder().maxThinkTokens(100).callbacks(Runnable::run).build();
    CountDownLatch hold = new CountDownLatch(1);
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.waitingFor(hold), direct)) {
      CompletableFuture<RerankResult> inside =
          reranker
              .submit(new RerankRequest("q", "p"))
              .thenApply(first -> reranker.score("q2", "p"));
      hold.countDown();
      assertThatThrownBy(inside::join)
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot wait for the engine");
    }
  }

  @Test
  void anInterruptedCallCancelsWhatItWaitsFor() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.waitingFor(hold))) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  reranker.rank("q", List.of("a", "b", "c", "d", "e", "f", "g"));
                  thrown.complete(null);
                } catch (InterruptedException | RuntimeException e) {
                  thrown.complete(e);
                }
              });
      caller.start();
      await(() -> reranker.health().queued() > 0);
      caller.interrupt();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      hold.countDown();
      await(() -> reranker.stats().finished() == 7);
      assertThat(reranker.stats().ended(Generation.End.CANCELLED)).isPositive();
    }
  }

  @Test
  void everyEndIsToldToTheListener() {
    try (Reranker reranker = FakeEngine.reranker()) {
      Queue<PairOutcome> told = new ConcurrentLinkedQueue<>();
      reranker.addListener(told::add);
      reranker.addListener(
          outcome -> {
            throw new IllegalStateException("a listener's own fault");
          });
      reranker.score("q", "p");
      assertThatThrownBy(() -> reranker.score("long ".repeat(2000), "p"))
          .isInstanceOf(PairFailedException.class);

      assertThat(told).hasSize(2);
      assertThat(told.peek().result()).isPresent();
    }
  }

  @Test
  void manyThreadsCancelAndCloseAtRandomAndEveryFutureCompletes() throws Exception {
    for (int round = 0; round < 20; round++) {
      Reranker reranker = FakeEngine.reranker();
      List<CompletableFuture<RerankResult>> futures =
          Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(CompletableFuture.runAsync(() -> submitAndCancel(reranker, futures)));
      }
      Thread.sleep(ThreadLocalRandom.current().nextInt(15));
      reranker.close();
      CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get();
      for (CompletableFuture<RerankResult> future : futures) {
        Throwable failure = future.handle((r, e) -> e).get();
        if (failure != null && !future.isCancelled()) {
          assertThat(failure).isInstanceOf(EngineStoppedException.class);
        }
      }
    }
  }

  private static void submitAndCancel(
      Reranker reranker, List<CompletableFuture<RerankResult>> futures) {
    try {
      for (int i = 0; i < 200; i++) {
        CompletableFuture<RerankResult> future = reranker.submit(new RerankRequest("q" + i, "p"));
        futures.add(future);
        if (i % 7 == 0) {
          future.cancel(true);
        }
      }
    } catch (EngineStoppedException e) {
      assertThat(e).hasMessage("the engine is closed"); // the race that this test is about
    }
  }

  @Test
  void aRunnerThatCannotBeMadeIsReportedToTheCaller() {
    assertThatThrownBy(
            () ->
                FakeEngine.reranker(
                    () -> {
                      throw new IllegalStateException("no such model");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no such model");
  }

  @Test
  void anEngineThatDiesFailsEveryPairAndSaysWhy() {
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.dyingAfter(0))) {
      assertThatThrownBy(() -> reranker.score("q", "p"))
          .isInstanceOfSatisfying(
              EngineStoppedException.class,
              e -> assertThat(e.reason()).isEqualTo(EngineStoppedException.Reason.BROKEN))
          .hasMessageContaining("a bug");
      assertThatThrownBy(() -> reranker.score("q", "p"))
          .isInstanceOf(EngineStoppedException.class)
          .hasMessageContaining("a bug");
    }
  }
}
