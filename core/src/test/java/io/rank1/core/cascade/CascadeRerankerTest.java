package io.rank1.core.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.ForwardingReranker;
import io.rank1.core.PairOutcome;
import io.rank1.core.RankRequest;
import io.rank1.core.RankedPassage;
import io.rank1.core.Ranking;
import io.rank1.core.Reranker;
import io.rank1.core.RerankerOptions;
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
import io.rank1.core.pair.Thinking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two passes over a fake model, with the engine's real thread. */
@Timeout(60)
class CascadeRerankerTest {

  private static final List<String> PASSAGES =
      IntStream.range(0, 20).mapToObj(i -> "passage " + i).toList();

  /** Says what comes in, and lets a test answer in its place. */
  private static final class Watched extends ForwardingReranker {

    final List<RerankRequest> submitted = Collections.synchronizedList(new ArrayList<>());
    private final Function<RerankRequest, CompletableFuture<RerankResult>> answer;

    Watched(Reranker next) {
      this(next, next::submit);
    }

    Watched(Reranker next, Function<RerankRequest, CompletableFuture<RerankResult>> answer) {
      super(next);
      this.answer = answer;
    }

    @Override
    public CompletableFuture<RerankResult> submit(RerankRequest request) {
      submitted.add(request);
      return answer.apply(request);
    }

    List<RerankRequest> thought() {
      return submitted.stream().filter(request -> !isDirect(request)).toList();
    }
  }

  private static boolean isDirect(RerankRequest request) {
    return request.thinking(Thinking.upTo(1)).isDirect();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1); // the class's time limit ends it
    }
  }

  @Test
  void thinksAboutTheBestAndKeepsBothScores() throws InterruptedException {
    Watched watched = new Watched(FakeEngine.reranker());
    try (Reranker reranker = new CascadeReranker(watched, CascadeRule.top(5))) {
      double[] direct = direct(watched);
      Ranking ranking = reranker.rank("q", PASSAGES);

      assertThat(ranking.failed()).isEmpty();
      assertThat(ranking.certainty()).isEmpty();
      assertThat(ranking.passages()).hasSize(20);
      assertThat(watched.submitted).hasSize(25);
      List<Integer> bestDirect =
          IntStream.range(0, 20)
              .boxed()
              .sorted((a, b) -> Double.compare(direct[b], direct[a]))
              .limit(5)
              .toList();
      assertThat(ranking.passages().subList(0, 5))
          .extracting(RankedPassage::index)
          .containsExactlyInAnyOrderElementsOf(bestDirect);
      for (RankedPassage passage : ranking.passages()) {
        RerankResult first = passage.firstPass().orElseThrow();
        assertThat(first.finish()).isEqualTo(FinishReason.DIRECT);
        assertThat(first.requireScore().difference()).isEqualTo(direct[passage.index()]);
        boolean isThought = bestDirect.contains(passage.index());
        assertThat(passage.result().finish())
            .isEqualTo(isThought ? FinishReason.ANSWERED : FinishReason.DIRECT);
        assertThat(passage.isDecidedByFirstPass()).isEqualTo(!isThought);
      }
    }
  }

  private static double[] direct(Reranker reranker) throws InterruptedException {
    double[] logOdds = new double[PASSAGES.size()];
    for (int i = 0; i < logOdds.length; i++) {
      RerankRequest request = new RerankRequest("q", PASSAGES.get(i)).direct();
      logOdds[i] = reranker.score(request).requireScore().difference();
    }
    return logOdds;
  }

  @Test
  void untilStableSaysHowSureItIs() throws InterruptedException {
    try (Reranker reranker =
        new CascadeReranker(FakeEngine.reranker(), CascadeRule.untilStable(3))) {
      Ranking ranking = reranker.rank("q", PASSAGES);
      assertThat(ranking.certainty().getAsDouble()).isBetween(0.0, 1.0);
      assertThat(ranking.passages()).hasSize(20);
    }
  }

  @Test
  void handsOnWhatTheRequestSays() throws InterruptedException {
    Watched watched = new Watched(FakeEngine.reranker());
    try (Reranker reranker = new CascadeReranker(watched, CascadeRule.top(1))) {
      Ranking best =
          reranker.rank(
              RankRequest.builder("q")
                  .passage("a", "text a")
                  .passage("b", "text b")
                  .instruction("mind it")
                  .priority(Priority.BULK)
                  .deadline(Duration.ofHours(1))
                  .thinking(Thinking.upTo(77))
                  .topN(1)
                  .build());

      assertThat(best.passages()).hasSize(1);
      assertThat(best.passages().get(0).id()).isIn("a", "b");
      assertThat(watched.submitted)
          .hasSize(3)
          .allSatisfy(
              pair -> {
                assertThat(pair.instruction()).isEqualTo("mind it");
                assertThat(pair.priority()).isEqualTo(Priority.BULK);
                assertThat(pair.deadline())
                    .hasValueSatisfying(
                        left ->
                            assertThat(left)
                                .isBetween(Duration.ofMinutes(50), Duration.ofHours(1)));
              });
      assertThat(watched.submitted)
          .extracting(RerankRequest::group)
          .containsOnly(watched.submitted.get(0).group());
      assertThat(watched.thought()).hasSize(1);
      assertThat(watched.thought().get(0).thinking(Thinking.DIRECT).maxTokens()).isEqualTo(77);
    }
  }

  @Test
  void anEmptyRankingIsEmpty() throws InterruptedException {
    try (Reranker reranker = new CascadeReranker(FakeEngine.reranker(), CascadeRule.top(3))) {
      assertThat(reranker.rank("q", List.of()).passages()).isEmpty();
    }
  }

  @Test
  void aPassageThatFailsInEitherPassIsTold() throws InterruptedException {
    Reranker engine = FakeEngine.reranker();
    Watched watched =
        new Watched(
            engine,
            request -> {
              boolean fails = request.passage().equals(isDirect(request) ? "first" : "second");
              return fails ? failure(request) : engine.submit(request);
            });
    try (Reranker reranker = new CascadeReranker(watched, CascadeRule.top(3))) {
      Ranking ranking = reranker.rank("q", List.of("first", "fine", "second"));

      assertThat(ranking.passages()).extracting(RankedPassage::index).containsExactly(1);
      assertThat(ranking.failed()).extracting(Ranking.Unranked::index).containsExactly(0, 2);
      assertThat(ranking.failed().get(0).firstPass()).isEmpty();
      assertThat(ranking.failed().get(1).firstPass()).isPresent();
      assertThat(watched.thought())
          .extracting(RerankRequest::passage)
          .containsExactly("fine", "second");
    }
  }

  private static CompletableFuture<RerankResult> failure(RerankRequest request) {
    return CompletableFuture.failedFuture(
        new PairFailedException(
            RerankResult.without(FinishReason.FAILED, "no", request.passage().length())));
  }

  @Test
  void anEngineThatDiesInTheFirstPassThrows() {
    try (Reranker reranker =
        new CascadeReranker(
            FakeEngine.reranker(FakeEngine.dyingAfter(1)), CascadeRule.between(0, 1))) {
      assertThatThrownBy(() -> reranker.rank("q", PASSAGES))
          .isInstanceOf(EngineStoppedException.class)
          .hasMessageContaining("a bug");
    }
  }

  @Test
  void anEngineThatDiesInTheSecondPassThrows() {
    try (Reranker reranker =
        new CascadeReranker(
            FakeEngine.reranker(),
            FakeEngine.reranker(FakeEngine.dyingAfter(3)),
            CascadeRule.top(9))) {
      assertThatThrownBy(() -> reranker.rank("q", PASSAGES))
          .isInstanceOf(EngineStoppedException.class)
          .hasMessageContaining("a bug");
    }
  }

  @Test
  void anEngineThatIsClosedBetweenThePassesThrows() {
    Reranker second = FakeEngine.reranker();
    Reranker first = FakeEngine.reranker();
    try (Reranker reranker = new CascadeReranker(first, second, CascadeRule.top(2))) {
      second.close();
      assertThatThrownBy(() -> reranker.rank("q", PASSAGES))
          .isInstanceOf(EngineStoppedException.class)
          .hasMessage("the engine is closed");
      assertThat(reranker.health().state()).isEqualTo(EngineHealth.State.CLOSED);
    }
    assertThat(first.health().state()).isEqualTo(EngineHealth.State.CLOSED);
  }

  @Test
  void theHealthIsThatOfTheWorse() {
    Reranker first = FakeEngine.reranker();
    try (Reranker reranker =
        new CascadeReranker(first, FakeEngine.reranker(), CascadeRule.top(2))) {
      assertThat(reranker.health().isOpen()).isTrue();
      first.close();
      assertThat(reranker.health().isOpen()).isFalse();
    }
  }

  @Test
  void cancellingEndsTheFirstPass() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    Reranker engine = FakeEngine.reranker(FakeEngine.waitingFor(hold));
    try (Reranker reranker = new CascadeReranker(engine, CascadeRule.top(2))) {
      CompletableFuture<Ranking> ranking =
          reranker.rankAsync(RankRequest.builder("q").passages(PASSAGES).build());
      ranking.cancel(false);
      hold.countDown();
      await(() -> engine.stats().finished() == 20);
      assertThat(engine.stats().ended(Generation.End.CANCELLED)).isGreaterThanOrEqualTo(16);
      assertThatThrownBy(ranking::join).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void cancellingEndsTheSecondPass() throws InterruptedException {
    Reranker slow = FakeEngine.reranker(FakeEngine.slow(Duration.ofMillis(2)));
    try (Reranker reranker = new CascadeReranker(FakeEngine.reranker(), slow, CascadeRule.top(8))) {
      CompletableFuture<Ranking> ranking =
          reranker.rankAsync(RankRequest.builder("q").passages(PASSAGES).build());
      await(() -> slow.health().running() > 0);
      ranking.cancel(false);
      await(() -> slow.health().running() == 0 && slow.health().queued() == 0);
      assertThat(slow.stats().ended(Generation.End.CANCELLED)).isPositive();
    }
  }

  @Test
  void anInterruptedCallCancelsWhatItWaitsFor() throws Exception {
    Reranker slow = FakeEngine.reranker(FakeEngine.slow(Duration.ofMillis(2)));
    try (Reranker reranker = new CascadeReranker(FakeEngine.reranker(), slow, CascadeRule.top(8))) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  reranker.rank("q", PASSAGES);
                  thrown.complete(null);
                } catch (InterruptedException | RuntimeException e) {
                  thrown.complete(e);
                }
              });
      caller.start();
      await(() -> slow.health().running() > 0);
      caller.interrupt();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      await(() -> slow.health().running() == 0 && slow.health().queued() == 0);
    }
  }

  @Test
  void aDeadlineThatHasPassedBeforeTheSecondPassFailsIt() throws InterruptedException {
    Reranker engine = FakeEngine.reranker();
    Watched late =
        new Watched(
            engine,
            request ->
                engine
                    .submit(request)
                    .whenComplete(
                        (result, error) -> {
                          try {
                            Thread.sleep(60);
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }));
    try (Reranker reranker = new CascadeReranker(late, FakeEngine.reranker(), CascadeRule.top(1))) {
      Ranking ranking =
          reranker.rank(
              RankRequest.builder("q")
                  .passage("a", "text")
                  .deadline(Duration.ofMillis(50))
                  .build());
      assertThat(ranking.failed())
          .singleElement()
          .satisfies(
              pair -> {
                assertThat(pair.failure()).isInstanceOf(DeadlineExceededException.class);
                assertThat(pair.firstPass()).isPresent();
              });
    }
  }

  @Test
  void aQueueThatIsFullInALaterRoundFailsTheRanking() {
    RerankerOptions small = RerankerOptions.builder().maxThinkTokens(100).maxQueued(2).build();
    CountDownLatch hold = new CountDownLatch(1);
    Reranker second = FakeEngine.reranker(FakeEngine.waitingFor(hold), small);
    try (Reranker reranker =
        new CascadeReranker(FakeEngine.reranker(), second, CascadeRule.top(20))) {
      CompletableFuture<Ranking> ranking =
          reranker.rankAsync(RankRequest.builder("q").passages(PASSAGES).build());
      assertThatThrownBy(ranking::get).hasCauseInstanceOf(OverloadedException.class);
      hold.countDown();
    }
  }

  @Test
  void onEitherEnginesOwnThreadWaitingIsAnErrorAndStartingIsNone() throws Exception {
    RerankerOptions inline =
        RerankerOptions.builder().maxThinkTokens(100).callbacks(Runnable::run).build();
    CountDownLatch hold = new CountDownLatch(1);
    Reranker engine = FakeEngine.reranker(FakeEngine.waitingFor(hold), inline);
    Reranker other = FakeEngine.reranker();
    RankRequest request = RankRequest.builder("q").passages(PASSAGES).build();
    try (Reranker one = new CascadeReranker(engine, other, CascadeRule.top(2));
        Reranker turned = new CascadeReranker(other, engine, CascadeRule.top(2))) {
      CompletableFuture<RerankResult> pair = engine.submit(new RerankRequest("q", "p"));
      List<CompletableFuture<Ranking>> waiting =
          Stream.of(one, turned).map(r -> pair.thenApply(done -> rank(r, request))).toList();
      CompletableFuture<Ranking> started = pair.thenCompose(done -> one.rankAsync(request));
      hold.countDown();
      assertThat(waiting)
          .allSatisfy(
              ranking ->
                  assertThatThrownBy(ranking::join)
                      .hasCauseInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("cannot wait for the engine"));
      assertThat(started.get().passages()).hasSize(PASSAGES.size());
    }
  }

  private static Ranking rank(Reranker reranker, RankRequest request) {
    try {
      return reranker.rank(request);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void listenersHearBothPasses() throws InterruptedException {
    List<PairOutcome> told = Collections.synchronizedList(new ArrayList<>());
    try (Reranker reranker =
        new CascadeReranker(FakeEngine.reranker(), FakeEngine.reranker(), CascadeRule.top(2))) {
      reranker.addListener(told::add);
      reranker.rank("q", List.of("a", "b", "c"));
      assertThat(told).hasSize(5);
      assertThat(reranker.shutdown(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
      assertThat(reranker.health().isOpen()).isFalse();
    }
  }
}
