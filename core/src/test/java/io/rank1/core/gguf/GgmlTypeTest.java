package io.rank1.core.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GgmlTypeTest {
  @Test
  void findsTypesByIdAndNoRemovedOnes() {
    for (GgmlType type : GgmlType.values()) {
      assertThat(GgmlType.of(type.id())).contains(type);
    }
    for (int id : new int[] {-1, 4, 5, 31, 32, 33, 36}) {
      assertThat(GgmlType.of(id)).isEmpty();
    }
  }

  @Test
  void storesThePublishedBitsPerWeight() {
    assertThat(bits(GgmlType.Q4_0)).isEqualTo(4.5);
    assertThat(bits(GgmlType.Q5_0)).isEqualTo(5.5);
    assertThat(bits(GgmlType.Q8_0)).isEqualTo(8.5);
    assertThat(bits(GgmlType.Q2_K)).isEqualTo(2.625);
    assertThat(bits(GgmlType.Q3_K)).isEqualTo(3.4375);
    assertThat(bits(GgmlType.Q4_K)).isEqualTo(4.5);
    assertThat(bits(GgmlType.Q5_K)).isEqualTo(5.5);
    assertThat(bits(GgmlType.Q6_K)).isEqualTo(6.5625);
    assertThat(bits(GgmlType.IQ2_XXS)).isEqualTo(2.0625);
    assertThat(bits(GgmlType.IQ3_XXS)).isEqualTo(3.0625);
    assertThat(bits(GgmlType.IQ1_M)).isEqualTo(1.75);
    assertThat(bits(GgmlType.IQ4_XS)).isEqualTo(4.25);
    assertThat(bits(GgmlType.TQ1_0)).isEqualTo(1.6875);
    assertThat(bits(GgmlType.TQ2_0)).isEqualTo(2.0625);
  }

  @Test
  void refusesRowsThatAreNoWholeBlocks() {
    assertThat(GgmlType.Q4_K.rowBytes(512)).isEqualTo(288);
    assertThatThrownBy(() -> GgmlType.Q4_K.rowBytes(128))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> GgufTensor.byteSize(GgmlType.F32, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double bits(GgmlType type) {
    return 8.0 * type.blockBytes() / type.blockSize();
  }
}
