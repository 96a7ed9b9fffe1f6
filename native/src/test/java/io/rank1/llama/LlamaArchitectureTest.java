package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.PairOutcome;
import io.rank1.core.Reranker;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The llama architecture, with a BOS token, through the whole engine. */
@Tag("llama")
class LlamaArchitectureTest {

  private static final int THINK = 12;

  @TempDir Path folder;

  private Path model(Vocabulary.BosUse bos) throws IOException {
    Path file = folder.resolve(bos + ".gguf");
    RandomModel.write(
        file,
        Fixtures.tiny(Architecture.LLAMA, ModelShape.Output.UNTIED),
        Fixtures.vocabulary(Architecture.LLAMA, bos),
        WeightType.F32,
        11);
    return file;
  }

  private static LlamaOptions options(int parallel) {
    return LlamaOptions.AUTO
        .withContext(512)
        .withParallel(parallel)
        .withCacheType(CacheType.F32)
        .withFlashAttention(FlashAttention.OFF);
  }

  @Test
  void pairsHaveTheSameScoresAloneAndTogether() throws IOException {
    Path file = model(Vocabulary.BosUse.ADDED);
    List<RerankRequest> pairs =
        IntStream.range(0, 8)
            .mapToObj(i -> new RerankRequest("query " + i, "a passage so far ".repeat(i)))
            .toList();
    try (LlamaReranker one = Fixtures.open(file, options(1), THINK);
        LlamaReranker eight = Fixtures.open(file, options(8), THINK)) {
      List<RerankResult> alone = results(one, pairs);
      List<RerankResult> together = results(eight, pairs);

      for (int i = 0; i < pairs.size(); i++) {
        assertThat(together.get(i).reasoning()).isEqualTo(alone.get(i).reasoning());
        assertThat(together.get(i).requireScore().difference())
            .isCloseTo(alone.get(i).requireScore().difference(), within(1e-3));
      }
      assertThat(
              alone.stream()
                  .map(r -> ((AnswerLogits) r.requireScore()).logitTrue())
                  .distinct()
                  .count())
          .as("scores depend on the pair")
          .isGreaterThan(5);
    }
  }

  @Test
  void theBosTokenIsPartOfThePrompt() throws IOException {
    try (LlamaReranker with = Fixtures.open(model(Vocabulary.BosUse.ADDED), options(1), THINK);
        LlamaReranker without =
            Fixtures.open(model(Vocabulary.BosUse.NOT_ADDED), options(1), THINK)) {
      int tokens = without.score("q", "p").tokens().prompt();

      assertThat(with.score("q", "p").tokens().prompt()).isEqualTo(tokens + 1);
    }
  }

  private static List<RerankResult> results(LlamaReranker llama, List<RerankRequest> pairs) {
    try (Stream<PairOutcome> outcomes =
        llama.stream(pairs.iterator(), Reranker.ResultOrder.AS_REQUESTED)) {
      return outcomes.map(PairOutcome::require).toList();
    }
  }
}
