package io.rank1.core.engine;

import static io.rank1.core.engine.EngineHarness.ROOMY;
import static io.rank1.core.engine.EngineHarness.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.runner.RunnerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of pairs when the model fails or the cache is full. */
class EngineFailureTest {

  private static final int[] ANSWER = chain("Yes.{</think>}{ true}");

  private static FakeRunner runner(RunnerLimits limits) {
    return new FakeRunner(limits, prompt -> ANSWER);
  }

  @Test
  void aStepThatFailsOnceCostsNobodyAScore() {
    EngineHarness harness =
        new EngineHarness(runner(ROOMY).withFault(step -> step == 2 ? "out of memory" : null), 50);
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      futures.add(harness.submit("q" + i, "p"));
    }
    harness.drain();

    assertThat(futures)
        .allSatisfy(f -> assertThat(f.join().finish()).isEqualTo(FinishReason.ANSWERED));
    assertThat(harness.runner.usedCells()).isZero();
    assertThat(harness.stats().ended(Generation.End.DONE)).isEqualTo(9);
  }

  @Test
  void onlyThePairThatFailsAloneFails() {
    EngineHarness harness = new EngineHarness(runner(ROOMY).failingOn("poison"), 50);
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      futures.add(harness.submit("q" + i, i == 2 ? "some poison" : "p"));
    }
    harness.drain();

    for (int i = 0; i < 9; i++) {
      RerankResult result = futures.get(i).join();
      assertThat(result.finish()).isEqualTo(i == 2 ? FinishReason.FAILED : FinishReason.ANSWERED);
    }
    assertThat(futures.get(2).join().failure()).contains("a bad text");
    assertThat(harness.runner.usedCells()).isZero();
  }

  @Test
  void aRunnerThatThrowsAnythingHasFailedAStep() {
    boolean[] thrown = {false};
    FakeRunner throwing =
        runner(ROOMY)
            .withFault(
                step -> {
                  if (step == 1 && !thrown[0]) {
                    thrown[0] = true;
                    throw new IllegalStateException("llama.cpp holds no logits");
                  }
                  return null;
                });
    EngineHarness harness = new EngineHarness(throwing, 50);
    CompletableFuture<RerankResult> first = harness.submit("q1", "p");
    CompletableFuture<RerankResult> second = harness.submit("q2", "p");
    harness.drain();

    assertThat(first.join().score()).isPresent();
    assertThat(second.join().score()).isPresent();
  }

  @Test
  void aSlotThatCannotBeEmptiedIsEmptiedLaterAndNoFutureIsLost() {
    FakeRunner stubborn = runner(ROOMY).withFailingTruncations(call -> call % 9 == 1);
    EngineHarness harness = new EngineHarness(stubborn, 50);
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      futures.add(harness.submit("q" + i, "p"));
    }
    harness.drain();

    assertThat(futures).allSatisfy(f -> assertThat(f).isDone());
    assertThat(futures)
        .allSatisfy(f -> assertThat(f.join().finish()).isEqualTo(FinishReason.ANSWERED));
  }

  @Test
  void aSlotThatCannotBeEmptiedIsNoFaultOfALonePair() {
    FakeRunner stubborn = runner(new RunnerLimits(1, 1024, 1024, 512));
    EngineHarness harness =
        new EngineHarness(stubborn.withFailingTruncations(call -> call == 1), 50);
    CompletableFuture<RerankResult> first = harness.submit("q", "p"); // leaves its head
    CompletableFuture<RerankResult> second = harness.submit("q", "p");
    for (int i = 0; !first.isDone(); i++) {
      assertThat(i).isLessThan(100);
      harness.loop.step();
    }
    second.cancel(false); // so that the head is given up
    CompletableFuture<RerankResult> third = harness.submit("another query", "p");
    harness.drain();

    assertThat(third.join().finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(stubborn.usedCells()).isZero();
  }

  @Test
  void aModelThatKeepsFailingStopsTheEngine() {
    EngineHarness harness = new EngineHarness(runner(ROOMY).withFault(step -> "broken"), 50);
    for (int i = 0; i < 40; i++) {
      harness.submit("q" + i, "p");
    }
    assertThatThrownBy(harness::drain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model failed 5 times in a row: broken");
  }

  @Test
  void aLonePairThatFindsNoRoomFailsWithTheReason() {
    EngineHarness harness = new EngineHarness(runner(ROOMY).withFault(step -> "room"), 50);
    CompletableFuture<RerankResult> future = harness.submit("q", "p");
    harness.drain();

    assertThat(future.join().failure().orElseThrow()).contains("no room for a sequence");
  }

  @Test
  void aPromptThatCanNeverFitFailsAlone() {
    EngineHarness harness = new EngineHarness(runner(ROOMY), 50);
    CompletableFuture<RerankResult> tooLong =
        harness.submit(
            new FittedPrompt(
                EngineHarness.prompt("q", "p"),
                new int[ROOMY.sequenceTokens()],
                0,
                io.rank1.core.pair.Truncation.none(1)));
    CompletableFuture<RerankResult> other = harness.submit("q", "p");
    harness.drain();

    assertThat(tooLong.join().failure().orElseThrow()).contains("exceeds the context of 1024");
    assertThat(other.join().finish()).isEqualTo(FinishReason.ANSWERED);
  }

  @Test
  void aTightCachePreemptsAndStillFinishesAll() {
    RunnerLimits tight = new RunnerLimits(6, 400, 400, 128);
    FakeRunner runner = new FakeRunner(tight, prompt -> chain("word. ".repeat(25) + "{eos}"));
    EngineHarness harness = new EngineHarness(runner, 200);
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      futures.add(harness.submit("q", "p"));
    }
    harness.drain();

    assertThat(harness.stats().work().preemptions()).isPositive();
    assertThat(runner.peakCells).isBetween(300, 400);
    assertThat(futures)
        .allSatisfy(
            f -> assertThat(f.join().finish()).isEqualTo(FinishReason.FORCED_BY_END_OF_TEXT));
  }

  @Test
  void aSlotIsRefilledInTheStepAfterItEnds() {
    EngineHarness harness =
        new EngineHarness(new FakeRunner(new RunnerLimits(2, 2048, 512, 512), p -> ANSWER), 50);
    for (int i = 0; i < 6; i++) {
      harness.submit("q" + i, "p");
    }
    harness.drain();

    assertThat(harness.runner.steps).allSatisfy(step -> assertThat(step).hasSize(2));
    assertThat(harness.stats().occupancy()).isEqualTo(1.0);
  }

  @Test
  void onlyStepsInWhichEverySlotDecodesCountAsDecodeSteps() {
    EngineHarness both =
        new EngineHarness(new FakeRunner(new RunnerLimits(2, 2048, 512, 512), p -> ANSWER), 50);
    both.submit("q", "p");
    both.submit("r", "p");
    both.drain();
    EngineStats stats = both.stats();
    assertThat(stats.work().decodeSteps())
        .isEqualTo(stats.work().steps() - 1); // the first reads the prompts
    assertThat(stats.work().decodeNanos()).isPositive().isLessThan(stats.work().busyNanos());

    EngineHarness half =
        new EngineHarness(new FakeRunner(new RunnerLimits(2, 2048, 512, 512), p -> ANSWER), 50);
    half.submit("q", "p");
    half.drain();
    assertThat(half.stats().work().decodeSteps()).isZero();
    assertThat(half.stats().work().decodeNanos()).isZero();
  }

  @Test
  void prefillsAreCutToTheBudgetAndMixedWithDecoding() {
    RunnerLimits limits = new RunnerLimits(3, 4096, 1024, 48);
    EngineHarness harness = new EngineHarness(new FakeRunner(limits, p -> ANSWER), 50);
    harness.submit("q", "p");
    for (int i = 0; i < 4; i++) {
      harness.loop.step();
    }
    harness.submit("q2", "another passage that takes a few steps to read");
    harness.drain();

    assertThat(harness.runner.steps)
        .anySatisfy(
            step -> {
              assertThat(step).hasSize(2);
              assertThat(step.get(0).tokens()).hasSize(1);
              assertThat(step.get(1).tokens()).hasSize(47);
            });
  }

  @Test
  void pairsCancelledWhileTheyWaitAreCounted() {
    EngineHarness harness = new EngineHarness(runner(new RunnerLimits(1, 512, 512, 512)), 50);
    CompletableFuture<RerankResult> first = harness.submit("q", "p");
    CompletableFuture<RerankResult> second = harness.submit("q", "p");
    second.cancel(false);
    harness.drain();
    harness.loop.step();

    assertThat(first.join().finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(harness.stats().finished()).isEqualTo(2);
  }
}
