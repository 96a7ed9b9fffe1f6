package io.rank1.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.UnsteadyEngine;
import io.rank1.core.failure.DeadlineExceededException;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.failure.PairFailedException;
import io.rank1.core.pair.Priority;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on an engine whose model fails, throws, stalls and lacks room as it happens. */
@Timeout(240)
class RerankerStressTest {

  private static final int ROUNDS = 10;
  private static final int THREADS = 64;
  private static final int PAIRS_OF_A_THREAD = 157; // 100,480 in all

  private final Queue<CompletableFuture<?>> futures = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger completions = new AtomicInteger();
  private final AtomicInteger scored = new AtomicInteger();

  @Test
  void everyFutureCompletesOnceWithTheRightKind() throws Exception {
    List<Long> heaps = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      round(new Random(round), round % 3);
      heaps.add(usedHeap());
    }

    assertThat(scored.get()).as("pairs with a score").isGreaterThan(20_000);
    assertThat(heaps.get(ROUNDS - 1) - heaps.get(1))
        .as("bytes of heap more than after the second round, of %s", heaps)
        .isLessThan(8L << 20);
  }

  private void round(Random random, int ending) throws Exception {
    UnsteadyEngine engine = new UnsteadyEngine(random.nextLong());
    RerankerOptions options = RerankerOptions.builder().maxThinkTokens(8).maxQueued(400).build();
    Reranker reranker = engine.open(options);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      long seed = random.nextLong();
      Thread thread = new Thread(() -> use(reranker, new Random(seed)));
      threads.add(thread);
      thread.start();
    }
    if (ending > 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
      end(reranker, ending);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    end(reranker, 2);
    for (CompletableFuture<?> future : futures) {
      future.handle((result, error) -> null).get(30, TimeUnit.SECONDS);
    }

    assertThat(unexpected).isEmpty();
    assertThat(completions.get()).isEqualTo(futures.size());
    assertThat(engine.cellsLeft()).as("cells when the runner was closed, or emptied").isZero();
    EngineHealth health = reranker.health();
    assertThat(health.state()).isEqualTo(EngineHealth.State.CLOSED);
    assertThat(health.running() + health.queued() + health.cellsUsed()).isZero();
    futures.clear();
    completions.set(0);
  }

  private static void end(Reranker reranker, int ending) throws InterruptedException {
    if (ending == 1) {
      reranker.close();
    } else {
      reranker.shutdown(Duration.ofSeconds(30));
    }
  }

  private void use(Reranker reranker, Random random) {
    try {
      for (int pairs = 0; pairs < PAIRS_OF_A_THREAD; ) {
        switch (random.nextInt(20)) {
          case 0 -> pairs += rank(reranker, random);
          case 1 -> pairs += leaveStream(reranker, random);
          default -> {
            submit(reranker, random);
            pairs++;
          }
        }
      }
    } catch (EngineStoppedException e) {
      assertThat(reranker.health().isOpen()).isFalse();
    } catch (InterruptedException | RuntimeException | Error e) {
      unexpected.add(e);
    }
  }

  private static RerankRequest pair(Random random) {
    RerankRequest.Builder pair =
        RerankRequest.builder("q" + random.nextInt(5), "p".repeat(random.nextInt(6)))
            .priority(Priority.values()[random.nextInt(3)])
            .group(random.nextInt(4));
    if (random.nextInt(10) == 0) {
      pair.deadline(Duration.ofMillis(random.nextInt(20)));
    }
    return pair.build();
  }

  private void submit(Reranker reranker, Random random) throws InterruptedException {
    CompletableFuture<RerankResult> future;
    try {
      future =
          random.nextInt(3) == 0
              ? reranker.submit(pair(random))
              : reranker.submitWhenRoom(pair(random));
    } catch (OverloadedException e) {
      return;
    }
    futures.add(future);
    future.whenComplete((result, error) -> judge(result, error));
    if (random.nextInt(10) == 0) {
      future.cancel(false);
    }
  }

  private void judge(RerankResult result, Throwable error) {
    completions.incrementAndGet();
    if (error == null) {
      scored.incrementAndGet();
      result.requireScore();
    } else if (!isExpected(error)) {
      unexpected.add(error);
    }
  }

  private static boolean isExpected(Throwable error) {
    Throwable kind = error instanceof CompletionException ? error.getCause() : error;
    return kind instanceof PairFailedException
        || kind instanceof DeadlineExceededException
        || kind instanceof EngineStoppedException
        || kind instanceof CancellationException;
  }

  private int rank(Reranker reranker, Random random) throws InterruptedException {
    RankRequest request =
        RankRequest.builder("q").passages(List.of("a", "b", "c", "d", "e")).topN(2).build();
    try {
      if (random.nextBoolean()) {
        Ranking ranking = reranker.rank(request);
        assertThat(ranking.passages().size() + ranking.failed().size()).isBetween(2, 5);
      } else {
        CompletableFuture<Ranking> ranking = reranker.rankAsync(request);
        futures.add(ranking);
        ranking.whenComplete(
            (result, error) -> {
              completions.incrementAndGet();
              if (error != null && !isExpected(error)) {
                unexpected.add(error);
              }
            });
        if (random.nextBoolean()) {
          ranking.cancel(false);
        }
      }
    } catch (OverloadedException e) {
      assertThat(e).hasMessageContaining("400 requests wait");
    }
    return 5;
  }

  private static int leaveStream(Reranker reranker, Random random) {
    Reranker.ResultOrder order = Reranker.ResultOrder.values()[random.nextInt(2)];
    long seed = random.nextLong();
    Random of = new Random(seed);
    try (Stream<PairOutcome> stream =
        reranker.stream(Stream.generate(() -> pair(of)).limit(20).iterator(), order)) {
      assertThat(stream.limit(7).count()).isEqualTo(7);
      return 20;
    }
  }

  private static long usedHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
