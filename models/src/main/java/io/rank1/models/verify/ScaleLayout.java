package io.rank1.models.verify;

import io.rank1.core.gguf.GgmlType;
import io.rank1.models.safetensors.Dtype;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a block of weights has numbers that may not be finite: its scales, or the weights
 * themselves. Offsets follow the structs of ggml-common.h as of llama.cpp b4916.
 */
final class ScaleLayout {

  private final FloatFormat format;
  private final int[] offsets;

  private ScaleLayout(FloatFormat format, int... offsets) {
    this.format = format;
    this.offsets = offsets;
  }

  /**
   * The layout of a type; nothing for whole numbers, which are always finite, and for IQ1_M, whose
   * scale is spread over its block.
   */
  static Optional<ScaleLayout> of(GgmlType type) {
    return Optional.ofNullable(
        switch (type) {
          case F32, Q8_K -> new ScaleLayout(FloatFormat.F32, 0);
          case F64 -> new ScaleLayout(FloatFormat.F64, 0);
          case BF16 -> new ScaleLayout(FloatFormat.BF16, 0);
          case F16,
              Q4_0,
              Q5_0,
              Q8_0,
              IQ1_S,
              IQ2_XXS,
              IQ2_XS,
              IQ2_S,
              IQ3_XXS,
              IQ3_S,
              IQ4_NL,
              IQ4_XS ->
              new ScaleLayout(FloatFormat.F16, 0);
          case Q4_1, Q5_1, Q8_1, Q4_K, Q5_K -> new ScaleLayout(FloatFormat.F16, 0, 2);
          case Q2_K -> new ScaleLayout(FloatFormat.F16, 80, 82);
          case Q3_K -> new ScaleLayout(FloatFormat.F16, 108);
          case Q6_K -> new ScaleLayout(FloatFormat.F16, 208);
          case TQ1_0 -> new ScaleLayout(FloatFormat.F16, 52);
          case TQ2_0 -> new ScaleLayout(FloatFormat.F16, 64);
          case IQ1_M, I8, I16, I32, I64 -> null;
        });
  }

  /** Whether blocks of a type have scales that no layout tells the place of. */
  static boolean isClosed(GgmlType type) {
    return type == GgmlType.IQ1_M;
  }

  /** The layout of a type whose blocks are single numbers; nothing for those not looked into. */
  static Optional<ScaleLayout> of(Dtype type) {
    return Optional.ofNullable(
        switch (type) {
          case F16 -> new ScaleLayout(FloatFormat.F16, 0);
          case BF16 -> new ScaleLayout(FloatFormat.BF16, 0);
          case F32 -> new ScaleLayout(FloatFormat.F32, 0);
          case F64 -> new ScaleLayout(FloatFormat.F64, 0);
          case C64 -> new ScaleLayout(FloatFormat.F32, 0, Float.BYTES);
          default -> null;
        });
  }

  /** Whether all numbers of a block are finite. */
  boolean isFinite(byte[] bytes, int block) {
    for (int offset : offsets) {
      if (!format.isFinite(bytes, block + offset)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return format + " at " + Arrays.toString(offsets);
  }
}
