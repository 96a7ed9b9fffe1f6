package io.rank1.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.engine.FakeEngine;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The public face over a fake model, with the engine's real thread. */
@Timeout(60)
class RerankerTest {

  @Test
  void ranksBestFirst() {
    try (Reranker reranker = FakeEngine.reranker()) {
      List<String> passages = List.of("b", "too long ".repeat(9000), "a", "c", "d");

      List<RankedPassage> ranked = reranker.rank("q", passages);

      assertThat(ranked).extracting(RankedPassage::index).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
      assertThat(ranked)
          .extracting(p -> p.result().requireScore().difference())
          .isSortedAccordingTo(Collections.reverseOrder());
    }
  }

  @Test
  void passagesWithoutAScoreKeepTheirOrder() {
    try (Reranker reranker = FakeEngine.reranker()) {
      List<RankedPassage> ranked = reranker.rank("long ".repeat(2000), List.of("a", "b", "c"));

      assertThat(ranked).extracting(RankedPassage::index).containsExactly(0, 1, 2);
      assertThat(ranked).allSatisfy(p -> assertThat(p.result().score()).isEmpty());
    }
  }

  @Test
  void streamsInOrderAndTakesRequestsLazily() {
    try (Reranker reranker = FakeEngine.reranker()) {
      AtomicInteger taken = new AtomicInteger();
      Iterator<RerankRequest> endless =
          Stream.generate(() -> new RerankRequest("q" + taken.getAndIncrement(), "p")).iterator();

      List<RerankResult> results = reranker.stream(endless).limit(500).toList();

      assertThat(taken.get()).isBetween(500, 700);
      for (int i = 0; i < 500; i += 50) {
        assertThat(results.get(i).score()).isEqualTo(reranker.score("q" + i, "p").score());
      }
    }
  }

  @Test
  void aQueryLongerThanTheContextIsAResultAndNotAnException() {
    try (Reranker reranker = FakeEngine.reranker()) {
      RerankResult result = reranker.score("long ".repeat(2000), "p");

      assertThat(result.finish()).isEqualTo(FinishReason.FAILED);
      assertThat(result.failure().orElseThrow()).contains("shorten the query");
      assertThatThrownBy(result::requireScore).hasMessageContaining("shorten the query");
    }
  }

  @Test
  void closingCompletesWhatIsUnfinishedAndRefusesMore() {
    CountDownLatch hold = new CountDownLatch(1);
    Reranker reranker = FakeEngine.reranker(FakeEngine.waitingFor(hold));
    List<CompletableFuture<RerankResult>> futures =
        IntStream.range(0, 50)
            .mapToObj(i -> reranker.submit(new RerankRequest("q" + i, "p")))
            .toList();
    new Thread(hold::countDown).start();
    reranker.close();
    reranker.close();

    assertThat(futures).allSatisfy(future -> assertThat(future).isDone());
    assertThat(futures)
        .anySatisfy(f -> assertThat(f.join().finish()).isEqualTo(FinishReason.CANCELLED));
    assertThatThrownBy(() -> reranker.score("q", "p"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine is closed");
  }

  @Test
  void manyThreadsCancelAndCloseAtRandomAndEveryFutureCompletes() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      Reranker reranker = FakeEngine.reranker();
      List<CompletableFuture<RerankResult>> futures =
          Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(new Thread(() -> submitAndCancel(reranker, futures)));
      }
      threads.forEach(Thread::start);
      Thread.sleep(ThreadLocalRandom.current().nextInt(15));
      reranker.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(futures).allSatisfy(future -> assertThat(future).isDone());
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
    } catch (IllegalStateException e) {
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
  void anEngineThatDiesCancelsEveryPairAndSaysWhy() {
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.dying())) {
      RerankResult result = reranker.score("q", "p");

      assertThat(result.finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(result.failure().orElseThrow()).contains("the engine stopped", "bug");
      assertThatThrownBy(() -> reranker.score("q", "p")).hasMessageContaining("bug");
    }
  }
}
