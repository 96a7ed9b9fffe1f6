package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.PairOutcome;
import io.rank1.core.RankRequest;
import io.rank1.core.Ranking;
import io.rank1.core.Reranker;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.OverloadedException;
import io.rank1.core.pair.Priority;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many threads that ask a reranker for pairs in all ways that there are, and give up on some:
 * futures that are cancelled at once or later, deadlines, priorities, rankings that are
 * interrupted.
 */
final class StressLoad {

  private static final int THREADS = 64;

  /** How long the owner of a pair has use for its score. */
  enum Patience {
    WITHOUT_END,
    LONG,
    SHORT,
    CANCELLED
  }

  /**
   * A pair that was taken.
   *
   * @param number which of the pairs it is
   */
  record Submitted(
      String id, int number, Patience patience, CompletableFuture<RerankResult> future) {}

  private final Reranker reranker;
  private final List<RerankRequest> pairs;
  private final AtomicInteger left;
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger ranked = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();
  private final Queue<Submitted> submitted = new ConcurrentLinkedQueue<>();
  private final Queue<String> ended = new ConcurrentLinkedQueue<>(); // as the engine tells it
  private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param count how many pairs are submitted in all
   */
  StressLoad(Reranker reranker, List<RerankRequest> pairs, int count) {
    this.reranker = reranker;
    this.pairs = pairs;
    this.left = new AtomicInteger(count);
    reranker.addListener(this::ended);
  }

  private void ended(PairOutcome outcome) {
    ended.add(outcome.request().id().orElseThrow());
  }

  void start(Random random) {
    for (int t = 0; t < THREADS; t++) {
      long seed = random.nextLong();
      Thread thread = new Thread(() -> use(new Random(seed)));
      threads.add(thread);
      thread.start();
    }
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Those that were taken; all of them after {@link #join}. */
  List<Submitted> submitted() {
    return List.copyOf(submitted);
  }

  /** The ids of pairs that the reranker's listener was told of, with those of rankings. */
  List<String> ended() {
    return List.copyOf(ended);
  }

  List<Throwable> unexpected() {
    return List.copyOf(unexpected);
  }

  @Override
  public String toString() {
    return String.join(
        ", ",
        submitted.size() + " pairs taken",
        refused + " refused at first",
        ranked + " rankings done",
        givenUp + " given up on");
  }

  private void use(Random random) {
    try {
      while (left.getAndDecrement() > 0) {
        if (random.nextInt(10) == 0) {
          rank(random);
        } else {
          submit(random);
        }
      }
    } catch (EngineStoppedException e) {
      assertThat(reranker.health().isOpen()).isFalse();
    } catch (InterruptedException | ExecutionException | RuntimeException | Error e) {
      unexpected.add(e);
    }
  }

  private void submit(Random random) throws InterruptedException, ExecutionException {
    int number = random.nextInt(pairs.size());
    Patience patience = Patience.values()[Math.max(0, random.nextInt(8) - 4)]; // mostly no end
    RerankRequest pair = pairs.get(number);
    String id = "pair " + ids.getAndIncrement();
    RerankRequest.Builder request =
        RerankRequest.builder(pair.query(), pair.passage())
            .id(id)
            .priority(Priority.values()[random.nextInt(3)])
            .group(random.nextInt(4));
    pair.maxThinkTokens().ifPresent(request::maxThinkTokens);
    if (patience == Patience.SHORT) {
      request.deadline(Duration.ofMillis(random.nextInt(400)));
    } else if (patience == Patience.LONG) {
      request.deadline(Duration.ofHours(1));
    }
    CompletableFuture<RerankResult> future = enter(request.build(), random.nextBoolean());
    submitted.add(new Submitted(id, number, patience, future));
    if (patience == Patience.CANCELLED) {
      TimeUnit.MILLISECONDS.sleep(random.nextBoolean() ? 0 : random.nextInt(300));
      future.cancel(false);
    } else if (random.nextInt(3) > 0) {
      future.handle((result, error) -> error).get(); // else the queue would always be full
    }
  }

  private CompletableFuture<RerankResult> enter(RerankRequest request, boolean waits)
      throws InterruptedException {
    try {
      return waits ? reranker.submitWhenRoom(request) : reranker.submit(request);
    } catch (OverloadedException e) {
      refused.incrementAndGet();
      return reranker.submitWhenRoom(request);
    }
  }

  /** Another thread ranks, and is interrupted before long. */
  private void rank(Random random) throws InterruptedException {
    RerankRequest first = pairs.get(random.nextInt(pairs.size()));
    RankRequest.Builder request = RankRequest.builder(first.query());
    for (int i = 0; i < 3; i++) {
      request.passage("ranked", pairs.get(random.nextInt(pairs.size())).passage());
    }
    Thread ranking = new Thread(() -> rank(request.build()));
    ranking.start();
    TimeUnit.MILLISECONDS.sleep(random.nextInt(2000));
    ranking.interrupt();
    ranking.join();
  }

  private void rank(RankRequest request) {
    try {
      Ranking ranking = reranker.rank(request);
      assertThat(ranking.failed()).isEmpty();
      assertThat(ranking.passages()).hasSize(3);
      ranked.incrementAndGet();
    } catch (InterruptedException e) {
      givenUp.incrementAndGet();
    } catch (OverloadedException e) {
      refused.incrementAndGet();
    } catch (EngineStoppedException e) {
      assertThat(reranker.health().isOpen()).isFalse();
    } catch (RuntimeException | Error e) {
      unexpected.add(e);
    }
  }
}
