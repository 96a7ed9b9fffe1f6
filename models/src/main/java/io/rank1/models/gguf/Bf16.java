package io.rank1.models.gguf;

/** Google's brain float: the upper half of a 32-bit float. */
public final class Bf16 {
  private Bf16() {}

  /**
   * The bits of the brain float nearest to a float, ties to even, as {@code
   * ggml_compute_fp32_to_bf16} rounds; a float above the largest rounds to infinity.
   */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7fff_ffff) > 0x7f80_0000) {
      return (short) (bits >>> 16 | 0x40); // not a number, and kept quiet
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** The float with the same value. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
