package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.llama.abi.KvGeneration;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans for machines with GPUs, and for a library that can split its cache. */
class OffloadPlannerTest {

  private static final long GIB = 1L << 30;
  private static final Device GPU = new Device(null, "CUDA0", "a GPU", Device.Kind.GPU);

  private static ModelSummary model() {
    return PlannerTest.model(8 * GIB, 32_768);
  }

  private static LlamaPlan plan(long gpuMemory, LlamaOptions asked) {
    List<Device> gpus = gpuMemory == 0 ? List.of() : List.of(GPU);
    Machine machine = new Machine(64 * GIB, 8, KvGeneration.MEMORY, gpus, gpuMemory);
    return new Planner(machine).plan(model(), asked);
  }

  private static LlamaOptions layers(int layers) {
    GpuOptions gpu = GpuOptions.AUTO.withLayers(layers);
    return LlamaOptions.AUTO.withGpu(gpu);
  }

  @Test
  void aLargeGpuTakesAllAndAsManyPairsAsGetAWholeContext() {
    LlamaPlan plan = plan(139 * GIB, LlamaOptions.AUTO);

    assertThat(plan.offload().layers()).isEqualTo(29);
    assertThat(plan.offload().devices()).containsExactly(GPU);
    assertThat(plan.kvLayout()).isEqualTo(KvLayout.SPLIT);
    assertThat(plan.context()).isEqualTo(16_000);
    assertThat(plan.parallel()).isBetween(100, 256);
    assertThat(plan.cells()).isEqualTo(plan.parallel() * 16_000);
    assertThat(plan.offload().bytes()).isBetween(8 * GIB + plan.cacheBytes(), 139 * GIB);
    assertThat(plan.describe()).contains("29 layers on CUDA0");
  }

  @Test
  void aMiddlingGpuTakesAllWithAUnifiedCache() {
    LlamaPlan plan = plan(24 * GIB, LlamaOptions.AUTO);

    assertThat(plan.offload().layers()).isEqualTo(29);
    assertThat(plan.kvLayout()).isEqualTo(KvLayout.UNIFIED);
    assertThat(plan.parallel()).isBetween(32, 80);
    assertThat(plan.offload().bytes()).isLessThan(24 * GIB);
  }

  @Test
  void aSmallGpuTakesSomeLayers() {
    LlamaPlan plan = plan(6 * GIB, LlamaOptions.AUTO);

    assertThat(plan.offload().layers()).isBetween(5, 20);
    assertThat(plan.offload().bytes()).isLessThan(6 * GIB);
  }

  @Test
  void aGpuThatHoldsNoLayerIsLeftAlone() {
    LlamaPlan plan = plan(GIB, LlamaOptions.AUTO);

    assertThat(plan.offload()).isEqualTo(Offload.NONE);
    assertThat(plan.describe()).contains("all on the CPU");
  }

  @Test
  void layersThatAreAskedForAreTaken() {
    assertThat(plan(139 * GIB, layers(7)).offload().layers()).isEqualTo(7);
    assertThat(plan(139 * GIB, layers(GpuOptions.ALL_LAYERS)).offload().layers()).isEqualTo(29);
    assertThat(plan(139 * GIB, layers(0)).offload()).isEqualTo(Offload.NONE);
  }

  @Test
  void pairsThatAreAskedForShrinkTheOffloadAndNotThemselves() {
    LlamaPlan few = plan(12 * GIB, LlamaOptions.AUTO.withParallel(8));
    LlamaPlan many = plan(12 * GIB, LlamaOptions.AUTO.withParallel(64));

    assertThat(many.parallel()).isEqualTo(64);
    assertThat(many.offload().layers()).isLessThan(few.offload().layers());
  }

  @Test
  void withoutAGpuTheModernLibrarySplitsItsCache() {
    LlamaPlan plan = plan(0, LlamaOptions.AUTO);
    LlamaPlan brief = plan(0, LlamaOptions.AUTO.withContext(4096));

    assertThat(plan.kvLayout()).isEqualTo(KvLayout.SPLIT);
    assertThat(plan.cacheBytes()).isBetween(20 * GIB, 28 * GIB); // half of what is left
    assertThat(brief.parallel()).isEqualTo(Planner.CPU_SPLIT_PARALLEL);
    assertThat(brief.cells()).isEqualTo(32 * 4096);
  }

  @Test
  void aSplitCacheThatDoesNotFitIsRefusedInOneLine() {
    LlamaOptions asked =
        LlamaOptions.AUTO.withKvLayout(KvLayout.SPLIT).withParallel(250).withContext(16_000);

    assertThatThrownBy(() -> plan(0, asked))
        .isInstanceOf(UnmetOptionsException.class)
        .hasMessageContainingAll("250 pairs", "split KV cache", "MiB are free");
  }

  @Test
  void whatLlamaCppWouldEndTheProcessOnIsRefused() {
    Machine embedded = Machine.withoutGpu(64 * GIB, 8, KvGeneration.SELF);
    LlamaOptions f32 = LlamaOptions.AUTO.withCacheK(CacheType.F32);

    assertThat(new Planner(embedded).plan(model(), f32).flashAttentionOn()).isFalse();
    assertThat(new Planner(embedded).plan(model(), LlamaOptions.AUTO).flashAttentionOn()).isTrue();
    for (LlamaOptions asked :
        List.of(
            f32.withFlashAttention(FlashAttention.ON),
            f32.withCacheV(CacheType.Q8_0),
            LlamaOptions.AUTO.withCacheV(CacheType.F32).withFlashAttention(FlashAttention.ON))) {
      assertThatThrownBy(() -> new Planner(embedded).plan(model(), asked))
          .isInstanceOf(UnmetOptionsException.class)
          .hasMessageContaining("f32");
    }
    assertThatThrownBy(() -> plan(0, LlamaOptions.AUTO.withParallel(257)))
        .isInstanceOf(UnmetOptionsException.class)
        .hasMessageContaining("at most 256 pairs");
  }

  @Test
  void layersThatDoNotFitTheGpuAreRefusedInOneLine() {
    assertThatThrownBy(() -> plan(4 * GIB, layers(GpuOptions.ALL_LAYERS)))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContainingAll("29 layers", "4096 MiB of GPU memory are free", "--gpu-layers");
  }

  @Test
  void theEmbeddedLibraryHasNoSplitCache() {
    Machine machine = Machine.withoutGpu(64 * GIB, 8, KvGeneration.SELF);
    LlamaOptions asked = LlamaOptions.AUTO.withKvLayout(KvLayout.SPLIT);

    assertThatThrownBy(() -> new Planner(machine).plan(model(), asked))
        .isInstanceOf(UnmetOptionsException.class)
        .hasMessageContaining("no split KV cache");
    assertThat(new Planner(machine).plan(model(), LlamaOptions.AUTO).kvLayout())
        .isEqualTo(KvLayout.UNIFIED);
  }

  @Test
  void backendSamplingNeedsTheModernLibraryAndMoreMemory() {
    LlamaOptions asked =
        layers(GpuOptions.ALL_LAYERS)
            .withParallel(64)
            .withGpu(GpuOptions.AUTO.withSampling(BackendSampling.ON));
    LlamaOptions plain = asked.withGpu(GpuOptions.AUTO);
    Machine embedded = Machine.withoutGpu(64 * GIB, 8, KvGeneration.SELF);

    assertThatThrownBy(() -> new Planner(embedded).plan(model(), asked))
        .isInstanceOf(UnmetOptionsException.class)
        .hasMessage("the embedded llama.cpp has no backend sampling");
    LlamaPlan plan = plan(139 * GIB, asked);
    assertThat(plan.sampling()).isEqualTo(BackendSampling.ON);
    assertThat(plan.describe()).endsWith("backend sampling");
    assertThat(plan(139 * GIB, plain).sampling()).isEqualTo(BackendSampling.OFF);
    long row = 4L * model().vocabularySize();
    assertThat(new MemoryNeeds(model(), asked, KvGeneration.MEMORY, 64).gpuBuffers())
        .isEqualTo(
            new MemoryNeeds(model(), plain, KvGeneration.MEMORY, 64).gpuBuffers() + 64 * row);
    assertThat(new MemoryNeeds(model(), asked, KvGeneration.MEMORY, 64).hostBuffers())
        .isEqualTo(
            new MemoryNeeds(model(), plain, KvGeneration.MEMORY, 64).hostBuffers() + 4 * 64 * row);
  }

  @Test
  void aQuantizedCacheHoldsMorePairs() {
    LlamaPlan half = plan(24 * GIB, LlamaOptions.AUTO);
    LlamaPlan quantized = plan(24 * GIB, LlamaOptions.AUTO.withCacheType(CacheType.Q8_0));

    assertThat(quantized.parallel()).isGreaterThan(half.parallel());
  }
}
