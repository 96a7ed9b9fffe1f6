package io.rank1.llama.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplerFunctionTest {

  /** Greedy's of 0.5.0: it has no accept, backend_accept, backend_set_input and backend_reset. */
  private static long[] greedy() {
    return new long[] {9, 0, 9, 9, 9, 9, 9, 0, 9, 0, 0, 9};
  }

  @Test
  void knowsWhatSamplersLeaveOut() {
    assertThat(SamplerFunction.Known.GREEDY.mismatch(greedy())).isEmpty();
    assertThat(SamplerFunction.Known.DIST.mismatch(greedy()))
        .contains("dist lacks accept of llama_sampler_i");
  }

  @Test
  void refusesOtherLayouts() {
    long[] earlier = greedy();
    earlier[SamplerFunction.COPY_STATE.ordinal()] = 0;
    assertThat(SamplerFunction.Known.GREEDY.mismatch(earlier))
        .contains("greedy lacks copy_state of llama_sampler_i");

    long[] shifted = LongStream.concat(LongStream.of(9), LongStream.of(greedy())).toArray();
    assertThat(SamplerFunction.Known.GREEDY.mismatch(shifted))
        .contains("greedy has accept of llama_sampler_i");
  }
}
