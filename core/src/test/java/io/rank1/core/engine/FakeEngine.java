package io.rank1.core.engine;

import io.rank1.core.EngineReranker;
import io.rank1.core.Reranker;
import io.rank1.core.RerankerOptions;
import io.rank1.core.identity.Recipe;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Rerankers over a fake model, for tests outside this package. */
public final class FakeEngine {

  private static final RunnerLimits LIMITS = new RunnerLimits(4, 4096, 1024, 512);

  private FakeEngine() {}

  /** One that answers every pair. */
  public static Reranker reranker() {
    return reranker(FakeEngine::runner);
  }

  public static Reranker reranker(RunnerFactory factory) {
    return reranker(factory, RerankerOptions.builder().maxThinkTokens(100).build());
  }

  public static Reranker reranker(RunnerFactory factory, RerankerOptions options) {
    return new EngineReranker(
        factory, new FakeTokenizer(), ProfileMethod.rank1(), options, () -> Recipe.EMPTY);
  }

  /** Runners that answer every pair. */
  public static RunnerFactory answering() {
    return FakeEngine::runner;
  }

  /** Runners whose first step waits for a latch. */
  public static RunnerFactory waitingFor(CountDownLatch latch) {
    return () ->
        runner()
            .withFault(
                step -> {
                  awaitQuietly(latch);
                  return null;
                });
  }

  /** Runners whose steps fail when they are interrupted, and not before. */
  public static RunnerFactory runningUntilInterrupted(CountDownLatch begun) {
    CountDownLatch interrupted = new CountDownLatch(1);
    return () ->
        runner()
            .withInterruption(interrupted::countDown)
            .withFault(
                step -> {
                  begun.countDown();
                  awaitQuietly(interrupted);
                  return "the step was interrupted";
                });
  }

  /** Runners that run out of memory after some steps. */
  public static RunnerFactory dyingAfter(int steps) {
    return () ->
        runner()
            .withFault(
                step -> {
                  if (step >= steps) {
                    throw new OutOfMemoryError("a bug");
                  }
                  return null;
                });
  }

  /** Runners whose steps take their time, and whose chains have no end. */
  public static RunnerFactory slow(Duration step) {
    return () ->
        new FakeRunner(LIMITS, p -> EngineHarness.chain("word. ".repeat(100)))
            .withFault(
                number -> {
                  java.util.concurrent.locks.LockSupport.parkNanos(step.toNanos());
                  return null;
                });
  }

  static FakeRunner runner() {
    return new FakeRunner(LIMITS, p -> EngineHarness.chain("Yes, it is.{</think>}{ true}"));
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
