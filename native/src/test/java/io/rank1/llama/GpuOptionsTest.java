package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("llama")
class GpuOptionsTest {

  private static GpuOptions gpu(int layers, int mainGpu, List<String> devices, Float... shares) {
    return new GpuOptions(
        layers, devices, SplitMode.LAYER, mainGpu, List.of(shares), BackendSampling.AUTO);
  }

  @Test
  void refusesWhatIsNoSplit() {
    assertThatThrownBy(() -> gpu(1, 0, List.of(), 0f, 0f)).hasMessageContaining("nothing");
    assertThatThrownBy(() -> gpu(1, 0, List.of(), -1f)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> gpu(1, 0, List.of(), Float.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> gpu(-2, 0, List.of())).hasMessageContaining("-2");
    assertThatThrownBy(() -> gpu(1, -1, List.of())).hasMessageContaining("-1");
  }

  @Test
  void quantizedValuesNeedFlashAttention() {
    LlamaOptions off = LlamaOptions.AUTO.withFlashAttention(FlashAttention.OFF);

    assertThatCode(() -> off.withCacheK(CacheType.Q8_0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> off.withCacheV(CacheType.Q8_0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs flash attention");
  }

  @Test
  void whatARuntimeDoesNotHaveIsAnErrorOfOneLine() {
    LlamaRuntime runtime = TestRuntime.get();
    assumeFalse(runtime.hasGpu(), "the llama.cpp under test has a GPU");

    assertThatCode(() -> GpuChoice.of(runtime, GpuOptions.AUTO)).doesNotThrowAnyException();
    assertThatCode(() -> GpuChoice.of(runtime, GpuOptions.OFF)).doesNotThrowAnyException();
    assertThatThrownBy(() -> GpuChoice.of(runtime, gpu(3, 0, List.of())))
        .isInstanceOf(RuntimeUnusableException.class)
        .hasMessageContainingAll(runtime.description(), "no GPU", "CPU");
    assertThatThrownBy(() -> GpuChoice.of(runtime, gpu(-1, 0, List.of("CUDA7"))))
        .isInstanceOf(RuntimeUnusableException.class)
        .hasMessageContainingAll("no GPU CUDA7", "CPU");
    assertThatThrownBy(() -> GpuChoice.of(runtime, gpu(-1, 2, List.of())))
        .isInstanceOf(RuntimeUnusableException.class)
        .hasMessageContaining("no GPU 2");
  }
}
