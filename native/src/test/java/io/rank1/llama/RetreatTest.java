package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.llama.check.ModelUnusableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetreatTest {

  private final List<LlamaPlan> tried = new ArrayList<>();

  private static LlamaPlan plan(int context, int parallel) {
    return plan(context, parallel, context * parallel, KvLayout.SPLIT, Offload.NONE);
  }

  private static LlamaPlan plan(
      int context, int parallel, int cells, KvLayout layout, Offload offload) {
    return new LlamaPlan(
        context,
        parallel,
        cells,
        512,
        512,
        4,
        FlashAttention.AUTO,
        CacheType.F16,
        CacheType.F16,
        100L * cells,
        layout,
        offload,
        BackendSampling.OFF,
        0);
  }

  /** An opener for which only so many cells fit. */
  private String openWith(int cells, LlamaPlan plan) {
    tried.add(plan);
    if (plan.cells() > cells) {
      throw new RuntimeUnusableException("no memory for " + plan.cells());
    }
    return "opened";
  }

  @Test
  void theFirstPlanIsTakenWhenItFits() {
    LlamaPlan first = plan(16_000, 32);

    String opened = new Retreat(LlamaOptions.AUTO, 1 << 20).open(first, p -> openWith(1 << 20, p));

    assertThat(opened).isEqualTo("opened");
    assertThat(tried).containsExactly(first);
  }

  @Test
  void fewerPairsAtOnceThenAShorterContext() {
    new Retreat(LlamaOptions.AUTO, 1 << 20).open(plan(16_000, 4), p -> openWith(9000, p));

    assertThat(tried).extracting(LlamaPlan::parallel).containsExactly(4, 2, 1, 1);
    assertThat(tried).extracting(LlamaPlan::context).containsExactly(16_000, 16_000, 16_000, 8000);
    assertThat(tried.get(3).cacheBytes()).isEqualTo(100 * 8000);
  }

  @Test
  void aUnifiedCacheGetsASmallerPoolBeforeAShorterContext() {
    LlamaOptions asked = LlamaOptions.AUTO.withParallel(32);
    LlamaPlan first = plan(16_000, 32, 131_072, KvLayout.UNIFIED, Offload.NONE);
    new Retreat(asked, 0).open(first, p -> openWith(10_000, p));

    assertThat(tried)
        .extracting(LlamaPlan::cells)
        .containsExactly(131_072, 65_536, 32_768, 16_384, 16_000, 8000);
    assertThat(tried).extracting(LlamaPlan::parallel).containsOnly(32);
    assertThat(tried.get(4).context()).isEqualTo(16_000);
  }

  @Test
  void layersMoveToTheHostOnlyIfItHasRoom() {
    Device gpu = new Device(null, "CUDA0", "a GPU", Device.Kind.GPU);
    Offload all = new Offload(29, List.of(gpu), SplitMode.LAYER, 0, List.of(), 2900, 0);
    LlamaOptions asked = LlamaOptions.AUTO.withParallel(1).withContext(512);
    LlamaPlan plan = plan(512, 1, 512, KvLayout.SPLIT, all);

    assertThat(new Retreat(asked, 2000).smaller(plan).orElseThrow().offload().layers())
        .isEqualTo(14);
    assertThat(new Retreat(asked, 1000).smaller(plan)).isEmpty();
  }

  @Test
  void whatTheSmallerCacheSparesIsNotCounted() {
    Device gpu = new Device(null, "CUDA0", "a GPU", Device.Kind.GPU);
    Offload all = new Offload(29, List.of(gpu), SplitMode.LAYER, 0, List.of(), 5000, 3200);
    LlamaPlan plan = plan(1000, 32, 32_000, KvLayout.SPLIT, all);

    Offload less = new Retreat(LlamaOptions.AUTO, 0).smaller(plan).orElseThrow().offload();
    assertThat(less.bytes()).isEqualTo(3400);
    assertThat(less.cacheBytes()).isEqualTo(1600);
  }

  @Test
  void whatWasAskedForIsKept() {
    LlamaOptions asked = LlamaOptions.AUTO.withParallel(4).withContext(16_000);

    assertThatThrownBy(
            () -> new Retreat(asked, 1 << 20).open(plan(16_000, 4), p -> openWith(9000, p)))
        .isInstanceOf(RuntimeUnusableException.class)
        .hasMessage("no memory for 64000");
    assertThat(tried).hasSize(1);
  }

  @Test
  void theFirstFailureIsReportedWhenNothingFits() {
    assertThatThrownBy(
            () ->
                new Retreat(LlamaOptions.AUTO, 1 << 20).open(plan(16_000, 2), p -> openWith(10, p)))
        .hasMessage("no memory for 32000")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(3));
  }

  @Test
  void aRefusalForGoodIsNotTriedAgain() {
    ModelUnusableException cause = new ModelUnusableException("no rank1 model");
    assertThatThrownBy(
            () ->
                new Retreat(LlamaOptions.AUTO, 1 << 20)
                    .open(
                        plan(16_000, 8),
                        p -> {
                          tried.add(p);
                          throw new Retreat.FinalException(cause);
                        }))
        .isSameAs(cause);
    assertThat(tried).hasSize(1);
  }

  @Test
  void aFileThatIsRefusedOnTheCpuIsRefusedForGood() {
    assertThatThrownBy(
            () ->
                new Retreat(LlamaOptions.AUTO, 1 << 20)
                    .open(
                        plan(16_000, 8),
                        p -> {
                          tried.add(p);
                          throw new ModelUnusableException("damaged");
                        }))
        .hasMessage("damaged");
    assertThat(tried).hasSize(1);
  }
}
