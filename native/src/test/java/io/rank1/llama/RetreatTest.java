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
    return new LlamaPlan(
        context,
        parallel,
        context * parallel,
        2048,
        512,
        4,
        FlashAttention.AUTO,
        CacheType.F16,
        CacheType.F16,
        100L * context * parallel,
        KvLayout.SPLIT,
        Offload.NONE);
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

    String opened = new Retreat(LlamaOptions.AUTO).open(first, p -> openWith(1 << 20, p));

    assertThat(opened).isEqualTo("opened");
    assertThat(tried).containsExactly(first);
  }

  @Test
  void fewerPairsAtOnceThenAShorterContext() {
    new Retreat(LlamaOptions.AUTO).open(plan(16_000, 4), p -> openWith(9000, p));

    assertThat(tried).extracting(LlamaPlan::parallel).containsExactly(4, 2, 1, 1);
    assertThat(tried).extracting(LlamaPlan::context).containsExactly(16_000, 16_000, 16_000, 8000);
    assertThat(tried.get(3).cacheBytes()).isEqualTo(100 * 8000);
  }

  @Test
  void whatWasAskedForIsKept() {
    LlamaOptions asked = LlamaOptions.AUTO.withParallel(4).withContext(16_000);

    assertThatThrownBy(() -> new Retreat(asked).open(plan(16_000, 4), p -> openWith(9000, p)))
        .isInstanceOf(RuntimeUnusableException.class)
        .hasMessage("no memory for 64000");
    assertThat(tried).hasSize(1);
  }

  @Test
  void theFirstFailureIsReportedWhenNothingFits() {
    assertThatThrownBy(
            () -> new Retreat(LlamaOptions.AUTO).open(plan(16_000, 2), p -> openWith(10, p)))
        .hasMessage("no memory for 32000")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(3));
  }

  @Test
  void aFileThatIsRefusedOnTheCpuIsRefusedForGood() {
    assertThatThrownBy(
            () ->
                new Retreat(LlamaOptions.AUTO)
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
