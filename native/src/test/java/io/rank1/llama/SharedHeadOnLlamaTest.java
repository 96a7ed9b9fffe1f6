package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.core.Reranker;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pairs whose query is in the KV cache already against pairs that compute it. */
@Tag("llama")
class SharedHeadOnLlamaTest {

  private static final List<RerankRequest> PAIRS =
      IntStream.range(0, 9)
          .mapToObj(i -> new RerankRequest("how does the query go", "passage ".repeat(i) + i))
          .toList();

  private record Run(List<RerankResult> results, long prefilled) {}

  @RegisterExtension private static final LoadedModel LOADED = new LoadedModel();

  private static Run run(LlamaPlan plan, int maxThink, List<RerankRequest> pairs) {
    CompletableFuture<Void> letGo = new CompletableFuture<>();
    try (Reranker reranker =
        Fixtures.reranker(
            () -> new HeldRunner(LOADED.runner(plan), letGo), LOADED.model(), maxThink)) {
      List<CompletableFuture<RerankResult>> futures = pairs.stream().map(reranker::submit).toList();
      letGo.complete(null);
      List<RerankResult> results = futures.stream().map(CompletableFuture::join).toList();
      return new Run(results, reranker.stats().work().prefilledTokens());
    }
  }

  @Test
  void oneAtATimeTheyAreEqualToTheBit() {
    LlamaPlan plan = Fixtures.plan(512, 1, 512, CacheType.F16, FlashAttention.ON);
    Run shared = run(plan, 16, PAIRS);
    List<Run> alone = new ArrayList<>();
    PAIRS.forEach(pair -> alone.add(run(plan, 16, List.of(pair))));

    for (int i = 0; i < PAIRS.size(); i++) {
      RerankResult expected = alone.get(i).results().get(0);
      assertThat(shared.results().get(i).score()).isEqualTo(expected.score());
      assertThat(shared.results().get(i).reasoning()).isEqualTo(expected.reasoning());
    }
    assertThat(shared.prefilled())
        .as("heads computed once")
        .isLessThan(alone.stream().mapToLong(Run::prefilled).sum() * 2 / 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIFIED", "SPLIT"})
  void severalAtATimeTheyDifferByRoundingAndTheHeadIsComputedOnce(KvLayout layout) {
    assumeThat(layout == KvLayout.UNIFIED || TestRuntime.isModern()).isTrue();
    Run expected = run(Fixtures.plan(512, 1, KvLayout.UNIFIED), 4, PAIRS);
    Run found = run(Fixtures.plan(512, 3, layout), 4, PAIRS);

    assertThat(found.prefilled()).isEqualTo(expected.prefilled());
    int same = 0;
    for (int i = 0; i < PAIRS.size(); i++) {
      RerankResult alone = expected.results().get(i);
      RerankResult besides = found.results().get(i);
      if (besides.reasoning().equals(alone.reasoning())) {
        same++;
        assertThat(besides.requireScore().difference())
            .isCloseTo(alone.requireScore().difference(), within(2e-3));
      }
    }
    assertThat(same).as("chains without a near-tie").isGreaterThan(PAIRS.size() / 2);
    assertThat(expected.results().stream().map(r -> r.requireScore().difference()))
        .doesNotHaveDuplicates();
  }
}
