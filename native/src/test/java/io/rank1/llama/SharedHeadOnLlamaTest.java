package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs whose query is in the KV cache already against pairs that compute it. */
@Tag("llama")
class SharedHeadOnLlamaTest {

  private static final int PAIRS = 9;

  @TempDir Path folder;

  private static LlamaOptions parallel(int pairs) {
    return LlamaOptions.AUTO.withContext(512).withParallel(pairs);
  }

  private static List<RerankRequest> pairs() {
    return IntStream.range(0, PAIRS)
        .mapToObj(i -> new RerankRequest("how does the query go", "passage ".repeat(i) + i))
        .toList();
  }

  private static List<RerankResult> together(LlamaReranker llama) {
    List<CompletableFuture<RerankResult>> all =
        pairs().stream().map(llama.reranker()::submit).toList();
    return all.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void oneAtATimeTheyAreEqualToTheBit() throws IOException {
    Path file = Fixtures.randomQwen2(folder);
    List<RerankResult> shared;
    long prefilled;
    try (LlamaReranker llama = Fixtures.open(file, parallel(1), 16)) {
      shared = together(llama);
      prefilled = llama.reranker().stats().prefilledTokens();
    }
    long alone = 0;
    for (int i = 0; i < PAIRS; i++) {
      try (LlamaReranker llama = Fixtures.open(file, parallel(1), 16)) {
        RerankResult expected = llama.reranker().submit(pairs().get(i)).join();
        alone += llama.reranker().stats().prefilledTokens();
        assertThat(shared.get(i).score()).isEqualTo(expected.score());
        assertThat(shared.get(i).reasoning()).isEqualTo(expected.reasoning());
      }
    }
    assertThat(prefilled).as("heads computed once").isLessThan(alone * 2 / 3);
  }

  @Test
  void severalAtATimeTheyDifferByRoundingAndTheHeadIsComputedOnce() throws IOException {
    Path file = Fixtures.randomQwen2(folder);
    List<RerankResult> expected;
    long prefilled;
    try (LlamaReranker llama = Fixtures.open(file, exact(1), 4)) {
      expected = together(llama);
      prefilled = llama.reranker().stats().prefilledTokens();
    }
    try (LlamaReranker llama = Fixtures.open(file, exact(3), 4)) {
      List<RerankResult> found = together(llama);
      assertThat(llama.reranker().stats().prefilledTokens()).isEqualTo(prefilled);
      int same = 0;
      for (int i = 0; i < PAIRS; i++) {
        if (found.get(i).reasoning().equals(expected.get(i).reasoning())) {
          same++;
          assertThat(found.get(i).requireScore().difference())
              .isCloseTo(expected.get(i).requireScore().difference(), within(2e-3));
        }
      }
      assertThat(same).as("chains without a near-tie").isGreaterThan(PAIRS / 2);
      assertThat(expected.stream().map(r -> r.requireScore().difference())).doesNotHaveDuplicates();
    }
  }

  private static LlamaOptions exact(int pairs) {
    return parallel(pairs).withCacheType(CacheType.F32).withFlashAttention(FlashAttention.OFF);
  }
}
