package io.rank1.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.engine.FakeEngine;
import io.rank1.core.engine.FakeTokenizer;
import io.rank1.core.engine.Generation;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.prompt.SegmentedText;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is held, and for how long, and what becomes of it when somebody leaves. */
@Timeout(60)
class RerankerLifetimeTest {

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1); // the class's time limit ends it
    }
  }

  @Test
  void aPairWhoseStepIsInterruptedByClosingDidNotFail() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Reranker reranker = FakeEngine.reranker(FakeEngine.runningUntilInterrupted(begun));
    CompletableFuture<RerankResult> alone = reranker.submit(new RerankRequest("q", "p"));
    begun.await();
    reranker.close();

    assertThatThrownBy(alone::join)
        .hasCauseInstanceOf(EngineStoppedException.class)
        .hasMessageContaining("the engine was closed");
  }

  @Test
  void aFutureCompletesAlsoWhenTheExecutorFails() {
    RerankerOptions failing =
        RerankerOptions.builder()
            .maxThinkTokens(100)
            .callbacks(
                task -> {
                  throw new OutOfMemoryError("no thread left");
                })
            .build();
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.answering(), failing)) {
      assertThat(reranker.score("q", "p").score()).isPresent();
    }
  }

  @Test
  void aFutureThatTimedOutLeavesNothingRunning() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    try (Reranker reranker = FakeEngine.reranker(FakeEngine.waitingFor(hold))) {
      List<CompletableFuture<RerankResult>> futures =
          IntStream.range(0, 9)
              .mapToObj(i -> reranker.submit(new RerankRequest("q" + i, "p")))
              .toList();
      futures.forEach(f -> f.orTimeout(1, TimeUnit.MILLISECONDS));
      await(() -> futures.stream().allMatch(CompletableFuture::isDone));
      hold.countDown();

      await(() -> reranker.stats().finished() == 9);
      assertThat(reranker.stats().ended(Generation.End.CANCELLED)).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void aStreamHoldsNoResultThatWasTaken() throws InterruptedException {
    try (Reranker reranker = FakeEngine.reranker()) {
      Iterator<RerankRequest> endless =
          Stream.generate(() -> new RerankRequest("q", "p")).iterator();
      try (Stream<PairOutcome> stream =
          reranker.stream(endless, Reranker.ResultOrder.AS_REQUESTED)) {
        Iterator<PairOutcome> outcomes = stream.iterator();
        WeakReference<RerankResult> first = new WeakReference<>(outcomes.next().require());
        outcomes.next();
        await(
            () -> {
              System.gc();
              return first.refersTo(null);
            });
      }
    }
  }

  @Test
  void aStreamThatWasClosedStartsNothing() throws InterruptedException {
    try (Reranker reranker = FakeEngine.reranker()) {
      Iterator<RerankRequest> endless =
          Stream.generate(() -> new RerankRequest("q", "p")).iterator();
      Stream<PairOutcome> stream = reranker.stream(endless, Reranker.ResultOrder.AS_REQUESTED);
      Iterator<PairOutcome> outcomes = stream.iterator();
      outcomes.next();
      stream.close();

      assertThatThrownBy(
              () -> {
                while (outcomes.hasNext()) {
                  outcomes.next(); // the spliterator may be one ahead
                }
              })
          .isInstanceOf(CancellationException.class);
      await(() -> reranker.health().queued() == 0 && reranker.health().running() == 0);
    }
  }

  @Test
  void waitingForeverIsAllowed() throws InterruptedException {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    Reranker reranker = FakeEngine.reranker();
    RerankRequest patient = RerankRequest.builder("q", "p").deadline(forever).build();

    assertThat(reranker.score(patient).score()).isPresent();
    assertThat(reranker.shutdown(forever)).isTrue();
  }

  /** A vocabulary that goes away while it is used, as a model's does when another thread closes. */
  private static Reranker reranker(AtomicReference<Runnable> whileTokenizing) {
    FakeTokenizer tokenizer =
        new FakeTokenizer() {
          @Override
          public int[] encode(SegmentedText text) {
            whileTokenizing.get().run();
            return super.encode(text);
          }
        };
    return new EngineReranker(
        FakeEngine.answering(),
        tokenizer,
        ProfileMethod.rank1(),
        RerankerOptions.DEFAULT,
        () -> Recipe.EMPTY);
  }

  @Test
  void aPairThatIsTokenizedWhileTheModelIsClosedIsToldSo() {
    AtomicReference<Runnable> event = new AtomicReference<>(() -> {});
    Reranker reranker = reranker(event);
    event.set(
        () -> {
          reranker.close();
          throw new IllegalStateException("the model is closed");
        });

    assertThatThrownBy(() -> reranker.submit(new RerankRequest("q", "p")))
        .isInstanceOf(EngineStoppedException.class)
        .hasMessage("the engine is closed");
  }

  @Test
  void aTokenizerThatFailsWhileTheModelIsOpenIsNotTakenForAClosedOne() {
    AtomicReference<Runnable> event = new AtomicReference<>(() -> {});
    try (Reranker reranker = reranker(event)) {
      event.set(
          () -> {
            throw new IllegalStateException("a bug");
          });

      assertThatThrownBy(() -> reranker.submit(new RerankRequest("q", "p")))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("a bug");
    }
  }
}
