package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.llama.abi.KvGeneration;
import io.rank1.llama.check.Head;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.check.Support;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final long GIB = 1L << 30;

  /** Qwen2.5-7B: 28 layers, 4 KV heads of 128; 57,344 bytes of cache a token. */
  static ModelSummary model(long fileSize, int trained) {
    return new ModelSummary(
        Path.of("m.gguf"),
        fileSize,
        "qwen2",
        Support.SUPPORTED,
        Head.OWN,
        "m",
        28,
        3584,
        28,
        4,
        128,
        128,
        trained,
        152_064);
  }

  /** Qwen3-0.6B: 28 layers, 8 KV heads of 128, though the embedding is 64 wide per head. */
  private static ModelSummary qwen3() {
    return new ModelSummary(
        Path.of("m.gguf"),
        GIB,
        "qwen3",
        Support.SUPPORTED,
        Head.TIED,
        "m",
        28,
        1024,
        16,
        8,
        128,
        128,
        40_960,
        151_936);
  }

  private static Planner planner(long memory, int cores) {
    return new Planner(Machine.withoutGpu(memory, cores, KvGeneration.SELF));
  }

  private static LlamaPlan plan(long memory, LlamaOptions asked) {
    return planner(memory, 6).plan(model(8 * GIB, 32_768), asked);
  }

  @Test
  void withMemoryToSpareTheReferenceContextAndEightAtOnce() {
    LlamaPlan plan = plan(64 * GIB, LlamaOptions.AUTO);

    assertThat(plan.context()).isEqualTo(16_000);
    assertThat(plan.parallel()).isEqualTo(8);
    assertThat(plan.cells()).isEqualTo(8 * 4096);
    assertThat(plan.cacheBytes()).isEqualTo(8L * 4096 * 57_344);
    assertThat(plan.threads()).isEqualTo(6);
    assertThat(plan.describe()).contains("context 16000", "parallel 8", "6 threads", "1792 MiB");
  }

  @Test
  void guessesTakeRoomInTheStepAndMemoryForTheirRows() {
    LlamaOptions many = LlamaOptions.AUTO.withParallel(100);
    assertThat(plan(64 * GIB, many).batch()).isEqualTo(512);
    assertThat(plan(64 * GIB, many.withDrafts(9)).batch()).isEqualTo(1000);
    assertThat(plan(64 * GIB, many.withDrafts(9)).rowsEach()).isEqualTo(10);
    MemoryNeeds without = new MemoryNeeds(model(GIB, 4096), many, KvGeneration.MEMORY, 100);
    MemoryNeeds with =
        new MemoryNeeds(model(GIB, 4096), many.withDrafts(9), KvGeneration.MEMORY, 100);
    assertThat(with.hostBuffers() - without.hostBuffers()).isEqualTo(2L * 900 * 152_064 * 4);
    assertThat(plan(64 * GIB, LlamaOptions.AUTO.withBatch(20).withDrafts(4)).parallel())
        .isEqualTo(4);
  }

  @Test
  void theCacheIsAsWideAsKeysAndValuesAre() {
    LlamaOptions asked = LlamaOptions.AUTO.withContext(1000).withParallel(1);

    assertThat(planner(64 * GIB, 2).plan(qwen3(), asked).cacheBytes())
        .isEqualTo(1000L * 28 * 8 * (128 + 128) * 2);
    assertThat(MemoryEstimate.of(qwen3(), 1000, 2).cache())
        .isEqualTo(2 * 1000L * 28 * 8 * (128 + 128) * 2);
  }

  @Test
  void withLittleMemoryFewerAtOnceThenAShorterContext() {
    LlamaPlan plan =
        plan(8 * GIB + (256L << 20) + 520L * 152_064 * 4 + 3000 * 57_344L, LlamaOptions.AUTO);

    assertThat(plan.context()).isEqualTo(3000);
    assertThat(plan.parallel()).isEqualTo(2);
    assertThat(plan.cells()).isEqualTo(3000);
  }

  @Test
  void withTooLittleMemoryTheModelIsRefusedBeforeItIsLoaded() {
    assertThatThrownBy(() -> plan(8 * GIB, LlamaOptions.AUTO))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessage(
            "m.gguf: needs 8763 MiB for the weights and a context of 256 tokens, 8192 MiB"
                + " of memory are free; take a smaller model or file, or give a smaller --ctx");
  }

  @Test
  void aContextAskedForIsNotShortened() {
    LlamaOptions asked = LlamaOptions.AUTO.withContext(16_000);
    assertThatThrownBy(() -> plan(9 * GIB, asked)).isInstanceOf(ModelUnusableException.class);
    assertThat(plan(64 * GIB, asked.withParallel(2)).cells()).isEqualTo(16_000);
  }

  @Test
  void aContextBeyondTheTrainingIsRefused() {
    LlamaOptions asked = LlamaOptions.AUTO.withContext(4096);
    assertThatThrownBy(() -> planner(64 * GIB, 2).plan(model(GIB, 2048), asked))
        .isInstanceOf(UnmetOptionsException.class)
        .hasMessageContaining("more than the 2048");
    assertThat(planner(64 * GIB, 2).plan(model(GIB, 2048), LlamaOptions.AUTO).context())
        .isEqualTo(2048);
  }

  @Test
  void aTinyContextIsRefused() {
    assertThatThrownBy(() -> plan(64 * GIB, LlamaOptions.AUTO.withContext(100)))
        .isInstanceOf(UnmetOptionsException.class)
        .hasMessageContaining("256 is the least");
  }

  @Test
  void theBatchHoldsAtLeastOneTokenForEveryPair() {
    assertThat(plan(64 * GIB, LlamaOptions.AUTO.withParallel(600)).batch()).isEqualTo(600);
    assertThat(plan(64 * GIB, LlamaOptions.AUTO.withBatch(4)).parallel()).isEqualTo(4);
    assertThatThrownBy(() -> LlamaOptions.AUTO.withParallel(100_000))
        .hasMessageContaining("at most 1024 pairs");
    assertThatThrownBy(() -> LlamaOptions.AUTO.withThreads(513))
        .hasMessageContaining("512 threads");
    assertThatThrownBy(() -> LlamaOptions.AUTO.withBatch(4).withParallel(5))
        .hasMessageContaining("cannot decode 5 pairs");
    assertThatThrownBy(() -> LlamaOptions.AUTO.withBatch(64).withUbatch(128))
        .hasMessageContaining("ubatch 128 is larger than batch 64");
  }

  @Test
  void aBatchIsNoLargerThanTheCache() {
    LlamaPlan plan = plan(64 * GIB, LlamaOptions.AUTO.withContext(256).withParallel(1));
    assertThat(plan.cells()).isEqualTo(256);
    assertThat(plan.batch()).isEqualTo(256);
    assertThat(plan.ubatch()).isEqualTo(256);
  }

  @Test
  void pairsThatDoNotFitTheCacheAreRefused() {
    LlamaOptions asked = LlamaOptions.AUTO.withContext(256).withParallel(600);
    long tight = 8 * GIB + (256L << 20) + 1112L * 152_064 * 4 + 400 * 57_344L;
    assertThatThrownBy(() -> plan(tight, asked))
        .isInstanceOf(UnmetOptionsException.class)
        .hasMessageContaining("600 pairs at once do not fit a KV cache of 400 tokens");
  }

  @Test
  void aSmallModelRunsTwoAtATimeUnlessAskedOtherwise() {
    Planner planner = planner(64 * GIB, 2);
    assertThat(planner.plan(model(5 << 20, 2048), LlamaOptions.AUTO).parallel()).isEqualTo(2);
    assertThat(planner.plan(model(5 << 20, 2048), LlamaOptions.AUTO.withParallel(8)).parallel())
        .isEqualTo(8);
  }
}
