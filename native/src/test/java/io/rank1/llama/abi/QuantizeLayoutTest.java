package io.rank1.llama.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuantizeLayoutTest {

  /** What v0.5.0's default_params function returns, written down a second time as words. */
  private static long[] defaults() {
    long[] words = new long[32];
    words[0] = 7L << 32;
    words[1] = 43 | 43L << 32;
    words[2] = 1 << 8; // quantize_output_tensor
    words[7] = 8L << 30;
    return words;
  }

  @Test
  void recognisesTheBuildByItsDefaults() throws UnknownLayoutException {
    long[] words = defaults();
    StructLayout<QuantizeParam> layout = QuantizeLayout.recognise(words);
    layout.setInt(words, QuantizeParam.NTHREAD, 3);
    layout.setInt(words, QuantizeParam.ALLOW_REQUANTIZE, 1);
    assertThat(words[0]).isEqualTo(3 | 7L << 32);
    assertThat(words[2]).isEqualTo(1 | 1 << 8);
  }

  @Test
  void refusesBuildsWithoutTheLastFieldOrWithOtherTypes() {
    long[] older = defaults();
    older[7] = 0;
    assertThatThrownBy(() -> QuantizeLayout.recognise(older))
        .isInstanceOf(UnknownLayoutException.class)
        .hasMessageContaining("max_buf_size@56 is 0, expected 8589934592");
    long[] newer = defaults();
    newer[1] = 44 | 44L << 32;
    assertThatThrownBy(() -> QuantizeLayout.recognise(newer))
        .isInstanceOf(UnknownLayoutException.class)
        .hasMessageContaining("output_tensor_type@8 is 44, expected 43");
  }
}
