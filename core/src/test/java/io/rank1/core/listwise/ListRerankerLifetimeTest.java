package io.rank1.core.listwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.RerankerOptions;
import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.FakeWriter;
import io.rank1.core.engine.Generation;
import io.rank1.core.failure.DeadlineExceededException;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.listwise.algorithm.SlidingWindows;
import io.rank1.core.pair.Priority;
import io.rank1.core.runner.RunnerLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of rankings when somebody leaves, and who has to wait. */
@Timeout(60)
class ListRerankerLifetimeTest {

  private static final RunnerLimits LIMITS = new RunnerLimits(2, 4096, 1024, 512);

  private static FakeWriter orders() {
    return new FakeWriter(LIMITS, ListMethods.writing(ListMethods::order));
  }

  private static EngineListReranker open(FakeWriter writer, RerankerOptions options) {
    return ListRerankerTest.open(
        writer,
        ListMethods.Plain.of(new SlidingWindows(6, 3, 100, 1), ListMethods.completion(100)),
        options);
  }

  private static EngineListReranker open(FakeWriter writer) {
    return open(writer, RerankerOptions.DEFAULT);
  }

  private static RerankerOptions queued(int most) {
    return RerankerOptions.builder().maxQueued(most).build();
  }

  private static ListRequest query(int number) {
    return ListMethods.request("q" + number, 12).build();
  }

  private static List<CompletableFuture<ListRanking>> rankAll(ListReranker reranker, int queries) {
    return IntStream.range(0, queries).mapToObj(i -> reranker.rankAsync(query(i))).toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1); // the class's time limit ends it
    }
  }

  /** Lets a model go on that was held, once its engine is about to be closed. */
  private static void releaseWhenClosing(ListReranker reranker, CountDownLatch hold) {
    Thread release =
        new Thread(
            () -> {
              try {
                await(() -> !reranker.health().isOpen());
                hold.countDown();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    release.start();
  }

  @Test
  void closingInTheMiddleFailsWhatIsUnfinishedAndRefusesMore() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    EngineListReranker reranker = open(orders().waitingFrom(40, begun, hold));
    List<CompletableFuture<ListRanking>> futures = rankAll(reranker, 30);
    begun.await();
    releaseWhenClosing(reranker, hold);
    reranker.close();
    reranker.close();

    assertThat(futures.stream().filter(f -> f.handle((r, e) -> e != null).join()).toList())
        .isNotEmpty()
        .allSatisfy(
            f -> assertThatThrownBy(f::get).hasCauseInstanceOf(EngineStoppedException.class));
    assertThatThrownBy(() -> reranker.rankAsync(query(0)))
        .isInstanceOf(EngineStoppedException.class)
        .hasMessage("the engine is closed");
  }

  @Test
  void closingFailsAlsoThousandsThatWait() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    EngineListReranker reranker = open(orders().waitingFrom(0, begun, hold), queued(5000));
    List<CompletableFuture<ListRanking>> futures = rankAll(reranker, 5000);
    begun.await();
    releaseWhenClosing(reranker, hold);
    reranker.close();

    assertThat(futures)
        .allSatisfy(
            f ->
                assertThat(f.handle((r, e) -> e).get()).isInstanceOf(EngineStoppedException.class));
  }

  @Test
  void anEngineThatDiesFailsEveryQueryAndSaysWhy() {
    CountDownLatch hold = new CountDownLatch(1);
    try (EngineListReranker reranker = open(orders().dyingAfter(3, hold))) {
      List<CompletableFuture<ListRanking>> futures = rankAll(reranker, 100);
      hold.countDown();
      for (CompletableFuture<ListRanking> future : futures) {
        assertThatThrownBy(future::join)
            .cause()
            .isInstanceOfSatisfying(
                EngineStoppedException.class,
                e -> assertThat(e.reason()).isEqualTo(EngineStoppedException.Reason.BROKEN))
            .hasMessageContaining("a bug");
      }
      assertThatThrownBy(() -> reranker.rankAsync(query(0)))
          .isInstanceOf(EngineStoppedException.class)
          .hasMessageContaining("a bug");
    }
  }

  @Test
  void shuttingDownAnswersAlsoTheCallsThatAreNotMadeYet() throws InterruptedException {
    EngineListReranker reranker = open(orders());
    List<CompletableFuture<ListRanking>> futures = rankAll(reranker, 30);

    assertThat(reranker.shutdown(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    assertThat(futures).allSatisfy(f -> assertThat(f.join().passages()).hasSize(12));
    assertThat(reranker.health().state()).isEqualTo(EngineHealth.State.CLOSED);
  }

  @Test
  void aShutdownThatTakesTooLongFailsTheRest() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    EngineListReranker reranker = open(orders().waitingFrom(0, begun, hold));
    List<CompletableFuture<ListRanking>> futures = rankAll(reranker, 9);
    begun.await();
    releaseWhenClosing(reranker, hold);

    assertThat(reranker.shutdown(Duration.ofMillis(1))).isFalse();
    assertThat(futures)
        .allSatisfy(
            f -> assertThatThrownBy(f::get).hasCauseInstanceOf(EngineStoppedException.class));
  }

  @Test
  void cancellingARankingCancelsItsCallsAndLetsOthersOn() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    try (EngineListReranker reranker = open(orders().waitingFrom(0, begun, hold))) {
      List<CompletableFuture<ListRanking>> futures = rankAll(reranker, 9);
      begun.await();
      futures.subList(0, 8).forEach(f -> f.cancel(false));
      hold.countDown();

      assertThat(futures.get(8).join().passages()).hasSize(12);
      assertThat(reranker.stats().ended(Generation.End.CANCELLED)).isGreaterThanOrEqualTo(4);
      await(() -> reranker.health().queued() == 0 && reranker.health().running() == 0);
      assertThatThrownBy(futures.get(0)::join).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void anInterruptedCallCancelsWhatItWaitsFor() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    try (EngineListReranker reranker = open(orders().waitingFrom(0, begun, hold))) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  reranker.rank(query(0));
                  thrown.complete(null);
                } catch (InterruptedException | RuntimeException e) {
                  thrown.complete(e);
                }
              });
      caller.start();
      begun.await();
      caller.interrupt();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      hold.countDown();
      await(() -> reranker.health().running() == 0);
    }
  }

  @Test
  void aDeadlineFailsTheRankingAndFreesItsPlace() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    try (EngineListReranker reranker = open(orders().waitingFrom(0, begun, hold))) {
      Duration soon = Duration.ofMillis(5);
      List<CompletableFuture<ListRanking>> late =
          IntStream.range(0, 9)
              .mapToObj(i -> ListMethods.request("late" + i, 12).deadline(soon).build())
              .map(reranker::rankAsync)
              .toList();
      Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
      CompletableFuture<ListRanking> patient =
          reranker.rankAsync(ListMethods.request("patient", 12).deadline(forEver).build());
      for (CompletableFuture<ListRanking> ranking : late) {
        assertThatThrownBy(ranking::join)
            .cause()
            .isInstanceOf(DeadlineExceededException.class)
            .hasMessage("the deadline passed after 0 calls");
      }
      hold.countDown();

      assertThat(patient.join().passages()).hasSize(12);
      assertThat(reranker.stats().ended(Generation.End.CANCELLED)).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void aDeadlineOfLongAgoIsOne() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    FakeWriter held = orders().waitingFrom(0, new CountDownLatch(1), hold);
    Duration longAgo = Duration.ofSeconds(Long.MIN_VALUE);
    try (EngineListReranker reranker = open(held)) {
      CompletableFuture<ListRanking> late =
          reranker.rankAsync(ListMethods.request("late", 12).deadline(longAgo).build());

      assertThatThrownBy(late::join).hasCauseInstanceOf(DeadlineExceededException.class);
      hold.countDown();
      assertThat(reranker.rank(query(0)).passages()).hasSize(12);
      assertThat(reranker.shutdown(longAgo)).isTrue();
    }
  }

  @Test
  void asManyQueriesWaitAsMay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hold = new CountDownLatch(1);
    try (EngineListReranker reranker = open(orders().waitingFrom(0, begun, hold), queued(3))) {
      List<CompletableFuture<ListRanking>> taken = new ArrayList<>(rankAll(reranker, 7)); // 4 + 3
      assertThatThrownBy(() -> reranker.rankAsync(query(7)))
          .isInstanceOf(OverloadedException.class)
          .hasMessageContaining("3 requests wait");

      taken.get(6).cancel(false); // makes room at once
      taken.set(6, reranker.rankAsync(query(6)));
      CompletableFuture<CompletableFuture<ListRanking>> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return reranker.rankWhenRoom(query(8), KnownCalls.NONE);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      hold.countDown();
      taken.add(waiting.get());
      assertThat(taken).allSatisfy(f -> assertThat(f.join().passages()).hasSize(12));
    }
  }

  @Test
  void theFirstQueriesAreDoneBeforeTheLastBegin() {
    Queue<String> calls = new ConcurrentLinkedQueue<>();
    try (EngineListReranker reranker = open(orders())) {
      reranker.addListener(call -> calls.add(call.query().orElseThrow()));
      rankAll(reranker, 20).forEach(CompletableFuture::join);
    }
    List<String> order = List.copyOf(calls);
    assertThat(order).hasSize(60);
    assertThat(order.lastIndexOf("id of q0")).isLessThan(order.indexOf("id of q10"));
  }

  @Test
  void anInteractiveQueryGoesBeforeABulkOfOthers() throws InterruptedException {
    try (EngineListReranker reranker = open(orders())) {
      List<CompletableFuture<ListRanking>> bulk = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        bulk.add(
            reranker.rankAsync(
                ListMethods.request("bulk" + i, 12).priority(Priority.BULK).build()));
      }
      reranker.rank(ListMethods.request("q", 12).priority(Priority.INTERACTIVE).build());

      assertThat(bulk).anySatisfy(f -> assertThat(f).isNotDone());
    }
  }

  @Test
  void aCallbackMayWaitForTheReranker() {
    try (EngineListReranker reranker = open(orders())) {
      ListRanking second =
          reranker
              .rankAsync(query(0))
              .thenApply(
                  first -> {
                    try {
                      return reranker.rank(query(1));
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .join();
      assertThat(second.passages()).hasSize(12);
    }
  }

  @Test
  void futuresCompleteOnTheExecutorThatIsGivenAlsoWhenItFails() throws InterruptedException {
    RerankerOptions failing =
        RerankerOptions.builder()
            .callbacks(
                task -> {
                  throw new OutOfMemoryError("no thread left");
                })
            .build();
    try (EngineListReranker reranker = open(orders(), failing)) {
      assertThat(reranker.rank(query(0)).passages()).hasSize(12);
    }
  }

  @Test
  void manyThreadsCancelAndCloseAtRandomAndEveryFutureCompletes() throws Exception {
    for (int round = 0; round < 20; round++) {
      EngineListReranker reranker = open(orders());
      List<CompletableFuture<ListRanking>> futures =
          Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        threads.add(CompletableFuture.runAsync(() -> rankAndCancel(reranker, futures)));
      }
      Thread.sleep(ThreadLocalRandom.current().nextInt(15));
      reranker.close();
      CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get();
      for (CompletableFuture<ListRanking> future : futures) {
        Throwable failure = future.handle((r, e) -> e).get();
        if (failure != null && !future.isCancelled()) {
          assertThat(failure).isInstanceOf(EngineStoppedException.class);
        }
      }
    }
  }

  private static void rankAndCancel(
      ListReranker reranker, List<CompletableFuture<ListRanking>> futures) {
    try {
      for (int i = 0; i < 50; i++) {
        CompletableFuture<ListRanking> future = reranker.rankAsync(query(i));
        futures.add(future);
        if (i % 7 == 0) {
          future.cancel(true);
        }
      }
    } catch (EngineStoppedException e) {
      assertThat(e).hasMessage("the engine is closed"); // the race that this test is about
    }
  }
}
