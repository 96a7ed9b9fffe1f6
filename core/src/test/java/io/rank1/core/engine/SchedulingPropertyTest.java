package io.rank1.core.engine;

import static io.rank1.core.engine.EngineHarness.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.runner.RunnerLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random arrivals, lengths, cache sizes, cancellations and scattered caches. */
class SchedulingPropertyTest {

  private static final int MAX_THINK = 60;

  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFutureCompletesOnceNoSlotLeaksAndOrderDoesNotMatter(long seed) {
    Random random = new Random(seed);
    int slots = 1 + random.nextInt(8);
    int sequence = 260 + random.nextInt(300);
    int cells = sequence + random.nextInt(3 * sequence);
    RunnerLimits limits = new RunnerLimits(slots, cells, sequence, slots + random.nextInt(200));
    boolean scattered = random.nextInt(3) == 0;
    FakeRunner runner =
        new FakeRunner(limits, SchedulingPropertyTest::script)
            .withFault(step -> scattered && random.nextInt(10) == 0 ? "room" : null);
    EngineHarness harness = new EngineHarness(runner, MAX_THINK);

    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    Map<Integer, Integer> completions = new HashMap<>();
    int pairs = 1 + random.nextInt(40);
    int perTopic = 1 + random.nextInt(10); // pairs with the same query
    while (futures.size() < pairs) {
      int id = futures.size();
      futures.add(harness.submit(query(id, perTopic), passage(id)));
      futures.get(id).whenComplete((r, e) -> completions.merge(id, 1, Integer::sum));
      for (int steps = random.nextInt(6); steps > 0; steps--) {
        harness.loop.step();
      }
      if (random.nextInt(12) == 0) {
        futures.get(random.nextInt(futures.size())).cancel(false);
      }
    }
    harness.drain();

    assertThat(completions).hasSize(pairs).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
    assertThat(runner.usedCells()).as("cells left behind").isZero();
    for (int id = 0; id < pairs; id++) {
      if (!futures.get(id).isCancelled()) {
        assertSameAsAlone(id, perTopic, futures.get(id).join(), limits, scattered);
      }
    }
  }

  private static void assertSameAsAlone(
      int id, int perTopic, RerankResult result, RunnerLimits limits, boolean scattered) {
    if (scattered && result.finish() == FinishReason.FAILED) {
      assertThat(result.failure().orElseThrow()).contains("no room"); // alone, and still no room
      return;
    }
    RunnerLimits lone = new RunnerLimits(1, limits.sequenceTokens(), limits.sequenceTokens(), 1024);
    EngineHarness alone = new EngineHarness(lone, MAX_THINK, SchedulingPropertyTest::script);
    CompletableFuture<RerankResult> expected = alone.submit(query(id, perTopic), passage(id));
    alone.drain();
    assertThat(result.finish()).isEqualTo(expected.join().finish());
    assertThat(result.score()).isEqualTo(expected.join().score());
    assertThat(result.reasoning()).isEqualTo(expected.join().reasoning());
    assertThat(result.tokens().completion()).isEqualTo(expected.join().tokens().completion());
    assertThat(result.truncation()).isEqualTo(expected.join().truncation());
  }

  private static String query(int id, int perTopic) {
    return "q" + id / perTopic;
  }

  private static String passage(int id) {
    return "word ".repeat(new Random(id).nextInt(60));
  }

  private static int[] script(String prompt) {
    Random random = new Random(prompt.hashCode());
    String reasoning = "Some words. ".repeat(random.nextInt(6)) + "m".repeat(random.nextInt(9));
    String[] ends = {
      "{</}{think}>{ true}",
      "</think>{ false}",
      "{eos}",
      "{</think>}{>\n}",
      "{</}{think}{> true}",
      "x".repeat(100),
      "{</}{think}>{ tr}y"
    };
    return chain(reasoning + ends[random.nextInt(ends.length)]);
  }
}
