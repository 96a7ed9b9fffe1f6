package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.RerankerOptions;
import io.rank1.core.engine.EngineHealth;
import io.rank1.core.failure.DeadlineExceededException;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.llama.StressLoad.Patience;
import io.rank1.llama.StressLoad.Submitted;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many threads on the demo model at once. The system property {@code rank1.stress.pairs} says how
 * many pairs they submit (default 120; a long run takes 2000).
 */
@Tag("llama")
class DemoModelStressTest {

  private static final int USUAL_PAIRS = 120;
  private static final int PAIRS = Integer.getInteger("rank1.stress.pairs", USUAL_PAIRS);
  private static final int ROUNDS = 3;
  private static final int MOST_ROUNDS = 9;

  private static final List<RerankRequest> TEXTS = StressPairs.of(Math.max(12, PAIRS / 20));

  /** Of the pairs, where two tokens nearly tie; 3 in 100 were found on quantized weights. */
  private static final double OTHER_CHAINS = 0.1;

  /**
   * What a round may add and be called flat. The JVM's compilers ask for memory too, some MiB in
   * one round and nothing in another; what leaks does so in each round.
   */
  private static final long ALLOCATED_SLACK = 1L << 20;

  /**
   * The same of physical memory: of what a thread freed, glibc keeps some 26 MiB for the next one,
   * in a pool of its own.
   */
  private static final long RESIDENT_SLACK = 64L << 20;

  private final Map<String, Integer> counts = new TreeMap<>(); // of how pairs ended

  private static LlamaReranker open() throws IOException {
    return LlamaReranker.builder(DemoModel.file())
        .runtime(TestRuntime.get())
        .llama(LlamaOptions.AUTO.withParallel(6).withThreads(Fixtures.THREADS))
        .options(RerankerOptions.builder().maxThinkTokens(400).maxQueued(90).build())
        .open();
  }

  @Test
  void everyPairEndsOnceAndAsIfItWereAlone() throws Exception {
    try (LlamaReranker llama = open()) {
      List<RerankResult> alone = new ArrayList<>();
      for (RerankRequest text : TEXTS) {
        alone.add(llama.score(text));
      }
      List<ProcessMemory> memory = new ArrayList<>();
      int others = 0;
      for (int round = 0; round < ROUNDS || hasOnlyGrown(memory); round++) {
        StressLoad load = new StressLoad(llama, TEXTS, PAIRS / ROUNDS);
        load.start(new Random(round));
        load.join();
        for (Submitted pair : load.submitted()) {
          others += judge(pair, alone.get(pair.number())) ? 0 : 1;
        }
        requireIdle(llama);
        requireToldOnce(load);
        memory.add(ProcessMemory.now());
        report(load + "; in all " + counts);
      }

      assertThat(counts.get(FinishReason.ANSWERED.name()))
          .as("%s", counts)
          .isGreaterThan(PAIRS / 5);
      assertThat(others)
          .as("other chains, of %s", counts)
          .isLessThan((int) (PAIRS * OTHER_CHAINS * memory.size() / ROUNDS));
      report(others + " have another chain; " + memory);
      requireNoGrowth(memory);
    }
  }

  /** A long run tells its figures. */
  private static void report(String figures) {
    if (PAIRS > USUAL_PAIRS) {
      System.err.println(figures);
    }
  }

  /**
   * Looks at how a pair ended.
   *
   * @return whether its chain is that of the pair alone, as far as it goes
   */
  private boolean judge(Submitted pair, RerankResult alone) throws Exception {
    RerankResult result;
    try {
      result = pair.future().get(120, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      count(e.getCause().getClass().getSimpleName());
      assertThat(e).hasCauseInstanceOf(DeadlineExceededException.class);
      assertThat(pair.patience()).isEqualTo(Patience.SHORT);
      return true;
    } catch (CancellationException e) {
      count("cancelled");
      assertThat(pair.patience()).isEqualTo(Patience.CANCELLED);
      return true;
    }
    count(result.finish().name());
    double probability = result.requireScore().probability();
    assertThat(probability).isBetween(0.0, 1.0);
    if (result.finish() == FinishReason.FORCED_BY_DEADLINE) {
      assertThat(pair.patience()).isEqualTo(Patience.SHORT);
      return alone.reasoning().startsWith(result.reasoning());
    }
    if (!result.reasoning().equals(alone.reasoning())) {
      return false;
    }
    assertThat(result.finish()).isEqualTo(alone.finish());
    assertThat(probability).isCloseTo(alone.requireScore().probability(), within(0.05));
    return true;
  }

  private void count(String end) {
    counts.merge(end, 1, Integer::sum);
  }

  private static void requireIdle(LlamaReranker llama) throws InterruptedException {
    for (int wait = 0; wait < 600 && isBusy(llama.health()); wait++) {
      TimeUnit.MILLISECONDS.sleep(50); // what was cancelled leaves before the next step
    }
    EngineHealth health = llama.health();
    assertThat(health.isOpen()).isTrue();
    assertThat(isBusy(health)).as("%s", health).isFalse();
  }

  private static boolean isBusy(EngineHealth health) {
    return health.running() + health.queued() + health.cellsUsed() > 0;
  }

  private static void requireToldOnce(StressLoad load) throws InterruptedException {
    List<String> taken = load.submitted().stream().map(Submitted::id).toList();
    for (int wait = 0; wait < 600 && told(load).size() < taken.size(); wait++) {
      TimeUnit.MILLISECONDS.sleep(50); // listeners are told on threads of their own
    }
    assertThat(load.unexpected()).isEmpty();
    assertThat(told(load)).containsExactlyInAnyOrderElementsOf(taken);
  }

  private static List<String> told(StressLoad load) {
    return load.ended().stream().filter(id -> !id.equals("ranked")).toList();
  }

  /** Whether another round may still show that nothing leaks. */
  private static boolean hasOnlyGrown(List<ProcessMemory> memory) {
    return memory.size() < MOST_ROUNDS && leastGrowth(memory) >= ALLOCATED_SLACK;
  }

  /** The bytes that the round which asked for the least added to those of the round before. */
  private static long leastGrowth(List<ProcessMemory> memory) {
    long least = Long.MAX_VALUE;
    for (int i = 1; i < memory.size(); i++) {
      OptionalLong now = memory.get(i).allocated();
      least = now.isEmpty() ? 0 : Math.min(least, now.getAsLong() - allocated(memory, i - 1));
    }
    return least;
  }

  private static long allocated(List<ProcessMemory> memory, int round) {
    return memory.get(round).allocated().getAsLong();
  }

  private static void requireNoGrowth(List<ProcessMemory> memory) {
    assertThat(leastGrowth(memory))
        .as("bytes that every round added, of %s", memory)
        .isLessThan(ALLOCATED_SLACK);
    OptionalLong first = memory.get(0).resident();
    if (first.isPresent()) {
      long last = memory.get(memory.size() - 1).resident().getAsLong();
      assertThat((last - first.getAsLong()) / (memory.size() - 1))
          .as("resident bytes that a round added, of %s", memory)
          .isLessThan(RESIDENT_SLACK);
    }
  }

  @Test
  void closingInTheMiddleEndsEveryPairAndGivesTheMemoryBack() throws Exception {
    List<ProcessMemory> memory = new ArrayList<>();
    for (int round = 0; round < ROUNDS || hasOnlyGrown(memory); round++) {
      LlamaReranker llama = open();
      StressLoad load = new StressLoad(llama, TEXTS, PAIRS / ROUNDS);
      load.start(new Random(round));
      for (int wait = 0; wait < 6000 && load.ended().size() < PAIRS / ROUNDS / 3; wait++) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      if (round == 1) {
        llama.shutdown(Duration.ofMillis(100));
      } else {
        llama.close();
      }
      load.join();
      int stopped = 0;
      for (Submitted pair : load.submitted()) {
        stopped += isStopped(pair) ? 1 : 0;
      }
      requireToldOnce(load);
      memory.add(ProcessMemory.now());
      report(load + "; of these " + stopped + " were stopped");

      assertThat(stopped).isPositive();
      assertThat(llama.health().state()).isEqualTo(EngineHealth.State.CLOSED);
      assertThat(isBusy(llama.health())).isFalse();
    }
    report(memory.toString());
    requireNoGrowth(memory);
  }

  /** Whether closing ended it; everything else that may happen is no failure. */
  private static boolean isStopped(Submitted pair) throws InterruptedException, TimeoutException {
    try {
      RerankResult result = pair.future().get(30, TimeUnit.SECONDS);
      assertThat(result.requireScore().probability()).isBetween(0.0, 1.0);
    } catch (CancellationException e) {
      assertThat(pair.patience()).isEqualTo(Patience.CANCELLED);
    } catch (ExecutionException e) {
      boolean isLate = pair.patience() == Patience.SHORT;
      assertThat(e.getCause())
          .isInstanceOfAny(
              EngineStoppedException.class,
              isLate ? DeadlineExceededException.class : EngineStoppedException.class);
      return e.getCause() instanceof EngineStoppedException;
    }
    return false;
  }
}
