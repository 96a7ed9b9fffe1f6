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

/** Random arrivals, lengths, topics, cache sizes, cancellations and faults. */
class SchedulingPropertyTest {

  /** What goes wrong now and then. */
  private enum Fault {
    NOTHING,
    SCATTERED_CACHE,
    FAILED_STEP,
    BROKEN_LOGITS
  }

  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.range(0, 450);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFutureCompletesOnceNoSlotLeaksAndOrderDoesNotMatter(long seed) {
    Random random = new Random(seed);
    int slots = 1 + random.nextInt(8);
    int sequence = 260 + random.nextInt(300);
    int cells = sequence + random.nextInt(3 * sequence);
    int maxThink = random.nextInt(4) == 0 ? 1 : 60;
    RunnerLimits limits = new RunnerLimits(slots, cells, sequence, slots + random.nextInt(200));
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    FakeTokenizer tokenizer = tokenizer(seed);
    FakeRunner runner = runner(limits, fault, new Random(seed), tokenizer);
    EngineHarness harness = new EngineHarness(runner, tokenizer, maxThink);

    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    Map<Integer, Integer> completions = new HashMap<>();
    List<String> queries = queries(random);
    for (String query : queries) {
      int id = futures.size();
      futures.add(harness.submit(query, passage(id)));
      futures.get(id).whenComplete((r, e) -> completions.merge(id, 1, Integer::sum));
      for (int steps = random.nextInt(6); steps > 0; steps--) {
        harness.loop.step();
      }
      if (random.nextInt(12) == 0) {
        futures.get(random.nextInt(futures.size())).cancel(false);
      }
    }
    harness.drain();

    int pairs = queries.size();
    assertThat(completions).hasSize(pairs).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
    assertThat(harness.runner.usedCells()).as("cells left behind").isZero();
    assertThat(harness.stats().finished()).isEqualTo(pairs);
    for (int id = 0; id < pairs; id++) {
      if (futures.get(id).isCancelled()) {
        continue;
      }
      RerankResult result = futures.get(id).join();
      if (fault == Fault.NOTHING || result.finish() != FinishReason.FAILED) {
        RunnerLimits lone = new RunnerLimits(1, sequence, sequence, 1024);
        RerankResult expected = alone(lone, tokenizer, queries.get(id), passage(id), maxThink);
        assertSameAs(expected, result);
      } else {
        assertThat(result.failure().orElseThrow()).containsAnyOf("no room", "fault", "broken");
      }
    }
  }

  /** The later seeds have the markers as tokens, the others spell them. */
  private static FakeTokenizer tokenizer(long seed) {
    return seed < 300 ? new FakeTokenizer() : FakeTokenizer.withMarkers();
  }

  private static FakeRunner runner(
      RunnerLimits limits, Fault fault, Random random, FakeTokenizer tokenizer) {
    boolean[] failed = {false}; // twice in a row and more is a model that is given up
    return new FakeRunner(limits, SchedulingPropertyTest::script, tokenizer)
        .withFault(
            step -> {
              boolean isDue = random.nextInt(10) == 0 && !failed[0];
              failed[0] = isDue && fault == Fault.FAILED_STEP;
              return isDue && fault == Fault.SCATTERED_CACHE ? "room" : failed[0] ? "fault" : null;
            })
        .withBrokenRows(step -> fault == Fault.BROKEN_LOGITS && random.nextInt(10) == 0);
  }

  /** Topics one after the other, or taking turns, or as it happens. */
  private static List<String> queries(Random random) {
    int pairs = 1 + random.nextInt(40);
    int topics = 1 + random.nextInt(10);
    int order = random.nextInt(3);
    List<String> queries = new ArrayList<>();
    for (int id = 0; id < pairs; id++) {
      int topic = order == 0 ? id / topics : order == 1 ? id % topics : random.nextInt(topics);
      queries.add("q" + topic);
    }
    return queries;
  }

  private static RerankResult alone(
      RunnerLimits limits, FakeTokenizer tokenizer, String query, String passage, int maxThink) {
    FakeRunner runner = new FakeRunner(limits, SchedulingPropertyTest::script, tokenizer);
    EngineHarness alone = new EngineHarness(runner, tokenizer, maxThink);
    CompletableFuture<RerankResult> result = alone.submit(query, passage);
    alone.drain();
    return result.join();
  }

  private static void assertSameAs(RerankResult expected, RerankResult found) {
    assertThat(found.finish()).isEqualTo(expected.finish());
    assertThat(found.score()).isEqualTo(expected.score());
    assertThat(found.reasoning()).isEqualTo(expected.reasoning());
    assertThat(found.tokens().completion()).isEqualTo(expected.tokens().completion());
    assertThat(found.truncation()).isEqualTo(expected.truncation());
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
