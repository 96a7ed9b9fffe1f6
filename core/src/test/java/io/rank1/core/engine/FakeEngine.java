package io.rank1.core.engine;

import io.rank1.core.Reranker;
import io.rank1.core.prompt.PromptTemplate;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
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
    EngineOptions options = new EngineOptions(100);
    RerankEngine engine = new RerankEngine(factory, new FakeTokenizer(), options);
    return new Reranker(engine, PromptTemplate.PLAIN);
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

  /** Runners with a bug. */
  public static RunnerFactory dying() {
    return () ->
        runner()
            .withFault(
                step -> {
                  throw new IllegalStateException("a bug");
                });
  }

  private static FakeRunner runner() {
    return new FakeRunner(LIMITS, p -> EngineHarness.chain("Yes, it is.{</think>}{ true}"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
