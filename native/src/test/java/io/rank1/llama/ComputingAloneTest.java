package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import io.rank1.llama.Offload.OnCpu;
import io.rank1.llama.abi.KvGeneration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which contexts wait for each other. */
class ComputingAloneTest {

  private static Offload layers(int count) {
    Device gpu = new Device(Pointer.NULL, "CUDA0", "a GPU", Device.Kind.GPU);
    return new Offload(count, List.of(gpu), SplitMode.LAYER, 0, List.of(), 0, 0);
  }

  @Test
  void theOutputIsALayerOfItsOwn() {
    assertThat(Offload.NONE.onCpu(24)).isEqualTo(OnCpu.ALL);
    assertThat(layers(1).onCpu(24)).isEqualTo(OnCpu.SOME);
    assertThat(layers(24).onCpu(24)).isEqualTo(OnCpu.SOME);
    assertThat(layers(25).onCpu(24)).isEqualTo(OnCpu.NOTHING);
  }

  @Test
  void whatTheCpuComputesOnTheEarlyLibraryComputesAlone() {
    assertThat(LlamaRuntime.computesAlone(KvGeneration.SELF, OnCpu.ALL)).isTrue();
    assertThat(LlamaRuntime.computesAlone(KvGeneration.SELF, OnCpu.SOME)).isTrue();
    assertThat(LlamaRuntime.computesAlone(KvGeneration.SELF, OnCpu.NOTHING)).isFalse();
  }

  @Test
  void onLaterOnesOnlyToSpareTheCores() {
    assertThat(LlamaRuntime.computesAlone(KvGeneration.MEMORY, OnCpu.ALL)).isTrue();
    assertThat(LlamaRuntime.computesAlone(KvGeneration.MEMORY, OnCpu.SOME)).isFalse();
    assertThat(LlamaRuntime.computesAlone(KvGeneration.MEMORY, OnCpu.NOTHING)).isFalse();
  }

  @Test
  @Tag("llama")
  void allContextsOfALibraryShareOneLockOrHaveNone() {
    LlamaRuntime runtime = TestRuntime.get();
    assertThat(runtime.computing(OnCpu.ALL)).isPresent().isEqualTo(runtime.computing(OnCpu.ALL));
    assertThat(runtime.computing(OnCpu.SOME).isPresent()).isNotEqualTo(TestRuntime.isModern());
    assertThat(runtime.computing(OnCpu.NOTHING)).isEmpty();
  }
}
