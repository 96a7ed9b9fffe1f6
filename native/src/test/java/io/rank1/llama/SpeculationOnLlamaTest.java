package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.PairOutcome;
import io.rank1.core.Reranker.ResultOrder;
import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.runner.Sampling;
import io.rank1.core.speculate.DraftLength;
import io.rank1.core.speculate.SpeculationStats;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo model, whose chains quote, decoded by guesses against the same without. */
@Tag("llama")
class SpeculationOnLlamaTest {

  private static final List<String> QUERIES =
      List.of(
          "what causes heat transfer in the boundary layer",
          "pressure on a thin wing at supersonic speed",
          "how is the shock wave attached to the nose",
          "buckling of cylinders under axial load");

  private static final List<String> PASSAGES =
      List.of(
          "The boundary layer over a flat plate transfers heat when the wall is cooler.",
          "A thin wing at supersonic speed has a pressure that linear theory tells well.",
          "Cylinders under axial load fail by buckling; the load was measured.",
          "The shock wave is attached to the nose when the cone is slender enough.",
          "Bread is made of flour, water and salt, and then it is baked.");

  private static final LlamaOptions LLAMA =
      LlamaOptions.AUTO
          .withContext(1024)
          .withThreads(Fixtures.THREADS)
          .withFlashAttention(FlashAttention.OFF)
          .withCacheType(CacheType.F32);

  private static List<RerankRequest> pairs() {
    return QUERIES.stream()
        .flatMap(query -> PASSAGES.stream().map(passage -> new RerankRequest(query, passage)))
        .toList();
  }

  private static LlamaReranker.Builder builder(Thinking thinking, int parallel) throws IOException {
    return LlamaReranker.builder(DemoModel.file())
        .runtime(TestRuntime.get())
        .llama(LLAMA.withParallel(parallel))
        .options(RerankerOptions.builder().thinking(thinking).build());
  }

  private static List<RerankResult> results(LlamaReranker reranker) {
    try (Stream<PairOutcome> all = reranker.stream(pairs().iterator(), ResultOrder.AS_REQUESTED)) {
      return all.map(PairOutcome::require).toList();
    }
  }

  /** Steps of several tokens round otherwise than those of one: a near-tie may go the other way. */
  private static void assertSameButForNearTies(
      List<RerankResult> found, List<RerankResult> expected) {
    int same = 0;
    for (int i = 0; i < expected.size(); i++) {
      if (found.get(i).reasoning().equals(expected.get(i).reasoning())) {
        same++;
        assertThat(found.get(i).finish()).isEqualTo(expected.get(i).finish());
        assertThat(found.get(i).tokens()).isEqualTo(expected.get(i).tokens());
        assertThat(found.get(i).requireScore().probability())
            .isCloseTo(expected.get(i).requireScore().probability(), within(1e-3));
      }
    }
    assertThat(same).as("chains without a near-tie").isGreaterThanOrEqualTo(found.size() - 1);
  }

  @Test
  void oneAtATimeChainsAreThoseWithoutGuesses() throws IOException {
    Thinking thinking = Thinking.upTo(60);
    try (LlamaReranker plain = builder(thinking, 1).open();
        LlamaReranker guessing =
            builder(thinking, 1).speculation(Drafts.ofNgrams(DraftLength.always(4))).open()) {
      assertSameButForNearTies(results(guessing), results(plain));
      SpeculationStats stats = guessing.speculation().orElseThrow();
      assertThat(stats.accepted()).as("%s", stats).isGreaterThan(20);
      assertThat(guessing.stats().work().steps()).isLessThan(plain.stats().work().steps() * 9 / 10);
      assertThat(guessing.stats().work().decodedTokens())
          .isCloseTo(plain.stats().work().decodedTokens(), within(60L));
      assertThat(guessing.identity()).isEqualTo(plain.identity());
      assertThat(plain.speculation()).isEmpty();
    }
  }

  @Test
  void drawnTokensAreThoseWithoutGuessesTooSeveralAtATime() throws IOException {
    Thinking drawn = Thinking.upTo(40).withSamples(new Thinking.Samples(1, Sampling.at(0.3f, 5)));
    try (LlamaReranker plain = builder(drawn, 3).open();
        LlamaReranker guessing =
            builder(drawn, 3).speculation(Drafts.ofNgrams(DraftLength.always(3))).open()) {
      assertSameButForNearTies(results(guessing), results(plain));
      assertThat(guessing.speculation().orElseThrow().accepted()).isPositive();
    }
  }

  @Test
  void whatCannotGoTogetherIsRefused() {
    GpuOptions sampling = GpuOptions.AUTO.withSampling(BackendSampling.ON);
    assertThatThrownBy(() -> LlamaOptions.AUTO.withGpu(sampling).withDrafts(1))
        .hasMessageContaining("backend sampling hands out one token per pair");
    assertThatThrownBy(() -> LlamaOptions.AUTO.withBatch(32).withParallel(8).withDrafts(4))
        .hasMessageContaining("a batch of 32 tokens cannot hold 4 guesses of each of 8 pairs");
    assertThatThrownBy(() -> LlamaOptions.AUTO.withDrafts(17)).hasMessageContaining("0 to 16");
  }

  @Test
  void theModelItselfAsItsDraftGuessesRight() throws IOException {
    Thinking thinking = Thinking.upTo(50);
    Drafts itself = new Drafts(DraftLength.always(4), Optional.of(DemoModel.file()));
    for (int parallel : new int[] {1, 3}) {
      try (LlamaReranker plain = builder(thinking, parallel).open();
          LlamaReranker guessing = builder(thinking, parallel).speculation(itself).open()) {
        assertSameButForNearTies(results(guessing), results(plain));
        SpeculationStats stats = guessing.speculation().orElseThrow();
        assertThat(stats.acceptance()).as("%s", stats).isGreaterThan(0.9);
      }
    }
  }

  @Test
  void aModelThatKnowsNothingGuessesWrongAndChangesNothing(@TempDir Path folder)
      throws IOException {
    Path target = folder.resolve("target.gguf");
    Fixtures.saying(2, 0, "go", "loop", "go").write(target);
    Path random = Fixtures.randomQwen2(folder);
    Drafts drafts = new Drafts(DraftLength.always(3), Optional.of(random));
    try (LlamaReranker guessing =
        LlamaReranker.builder(target)
            .runtime(TestRuntime.get())
            .llama(LLAMA.withParallel(2))
            .options(RerankerOptions.builder().maxThinkTokens(40).build())
            .speculation(drafts)
            .open()) {
      RerankResult result = guessing.score("a query", "a passage");
      assertThat(result.reasoning()).isEqualTo("goloop".repeat(20));
      assertThat(result.tokens().completion()).isEqualTo(40);
      SpeculationStats stats = guessing.speculation().orElseThrow();
      assertThat(stats.drafted()).isGreaterThan(50);
      assertThat(stats.acceptance()).isLessThan(0.1);
    }
  }

  @Test
  void aDraftModelOfAnotherVocabularyIsRefusedInOneLine(@TempDir Path folder) throws IOException {
    Drafts other = new Drafts(DraftLength.AUTO, Optional.of(Fixtures.randomQwen2(folder)));
    assertThatThrownBy(() -> builder(Thinking.upTo(9), 1).speculation(other).open())
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("cannot draft for")
        .hasMessageContaining("whose vocabulary has");
    Drafts missing = new Drafts(DraftLength.AUTO, Optional.of(folder.resolve("none.gguf")));
    assertThatThrownBy(() -> builder(Thinking.upTo(9), 1).speculation(missing).open())
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("none.gguf");
  }
}
