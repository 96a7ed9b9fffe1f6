package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rank1.core.pair.Label;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a GPU, where the llama.cpp under test has one: see {@link TestRuntime}. */
@Tag("llama")
class GpuTest {

  private static final int LAYERS = 4; // of the random model, its output counted

  @TempDir private Path folder;

  @BeforeEach
  void requireGpu() {
    assumeTrue(TestRuntime.get().hasGpu(), "the llama.cpp under test has no GPU");
  }

  private static LlamaOptions with(int layers) {
    GpuOptions gpu = GpuOptions.AUTO.withLayers(layers);
    return LlamaOptions.AUTO.withContext(512).withParallel(4).withGpu(gpu);
  }

  private static List<RerankRequest> pairs() {
    return IntStream.range(0, 12)
        .mapToObj(i -> new RerankRequest("query " + i, "passage ".repeat(1 + i) + i))
        .toList();
  }

  private static List<Score> scores(LlamaReranker llama) {
    return pairs().stream().map(llama::submit).toList().stream()
        .map(future -> future.join().requireScore())
        .toList();
  }

  @Test
  void scoresAreThoseOfTheCpuWhateverIsOffloaded() throws IOException {
    Path model = Fixtures.randomQwen2(folder);
    List<Score> expected;
    try (LlamaReranker cpu = Fixtures.open(model, with(0), 8)) {
      assertThat(cpu.plan().offload().isUsed()).isFalse();
      expected = scores(cpu);
    }
    for (int layers : new int[] {1, LAYERS / 2, LAYERS, GpuOptions.FITTING_LAYERS}) {
      try (LlamaReranker gpu = Fixtures.open(model, with(layers), 8)) {
        assertThat(gpu.plan().offload().layers()).isEqualTo(layers > 0 ? layers : LAYERS);
        List<Score> found = scores(gpu);
        for (int i = 0; i < found.size(); i++) {
          double score = expected.get(i).probability();
          assertThat(found.get(i).probability()).isCloseTo(score, within(1e-3));
          if (Math.abs(score - 0.5) > 1e-3) {
            assertThat(found.get(i).label()).isEqualTo(score > 0.5 ? Label.TRUE : Label.FALSE);
          }
        }
      }
    }
  }
}
