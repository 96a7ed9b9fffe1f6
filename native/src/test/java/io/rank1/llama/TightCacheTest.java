package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.Reranker;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine on llama.cpp with a cache that is nearly full, scattered, and too small for all. */
@Tag("llama")
class TightCacheTest {

  @TempDir Path folder;

  private static List<RerankResult> score(
      LlamaModel model, LlamaPlan plan, List<RerankRequest> pairs) {
    try (Reranker reranker = Fixtures.reranker(model, plan, 30)) {
      List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
      pairs.forEach(pair -> futures.add(reranker.submit(pair)));
      List<RerankResult> results = futures.stream().map(CompletableFuture::join).toList();
      assertThat(reranker.stats().finished()).isEqualTo(pairs.size());
      return results;
    }
  }

  private static LlamaPlan plan(int parallel, int cells, int batch, int ubatch) {
    return Fixtures.plan(400, parallel, cells, batch, ubatch, CacheType.F32, FlashAttention.OFF);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 6, 448, 448, 448",
    "1, 6, 500, 256, 64",
    "4, 6, 500, 256, 64",
    "1, 8, 700, 512, 512",
    "9, 8, 700, 512, 512",
    "1, 3, 640, 100, 33"
  })
  void everyPairHasTheResultThatItHasAlone(
      int ofOneQuery, int parallel, int cells, int batch, int ubatch) throws IOException {
    Random random = new Random(cells);
    List<RerankRequest> pairs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pairs.add(
          new RerankRequest("query " + i / ofOneQuery, "some words ".repeat(random.nextInt(14))));
    }
    try (LlamaModel model = Fixtures.load(Fixtures.randomQwen2(folder))) {
      List<RerankResult> alone = score(model, plan(1, 400, 400, 400), pairs);
      List<RerankResult> tight = score(model, plan(parallel, cells, batch, ubatch), pairs);

      for (int i = 0; i < pairs.size(); i++) {
        assertThat(tight.get(i).reasoning()).isEqualTo(alone.get(i).reasoning());
        assertThat(tight.get(i).finish()).isEqualTo(alone.get(i).finish());
        assertThat(tight.get(i).requireScore().difference())
            .isCloseTo(alone.get(i).requireScore().difference(), within(2e-3));
      }
    }
  }

  @Test
  void twoEnginesAtATimeDoNotMixTheirErrors() throws Exception {
    try (LlamaModel model = Fixtures.load(Fixtures.randomQwen2(folder))) {
      List<RerankRequest> pairs = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        pairs.add(new RerankRequest("query " + i, "some words ".repeat(i % 12)));
      }
      CompletableFuture<List<RerankResult>> other =
          CompletableFuture.supplyAsync(() -> score(model, plan(6, 448, 448, 448), pairs));
      List<RerankResult> mine = score(model, plan(6, 448, 448, 448), pairs);

      assertThat(mine).allSatisfy(result -> assertThat(result.failure()).isEmpty());
      assertThat(other.get()).allSatisfy(result -> assertThat(result.failure()).isEmpty());
    }
  }
}
