package io.rank1.models.gguf;

/** IEEE 754 half precision. */
public final class Half {
  private Half() {}

  /** The bits of the half nearest to a float, ties to even; beyond 65,504 the infinity. */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fff_ffff;
    if (magnitude > 0x7f80_0000) {
      return (short) (sign | 0x7e00); // not a number
    }
    if (magnitude >= 0x477f_f000) {
      return (short) (sign | 0x7c00); // 65,520 and up round to infinity
    }
    if (magnitude < 0x3880_0000) { // below 2^-14: a subnormal half, a multiple of 2^-24
      return (short) (sign | (int) Math.rint(Math.abs((double) value) * 0x1p24));
    }
    int rounded = magnitude + 0x0fff + (magnitude >>> 13 & 1);
    return (short) (sign | (rounded - 0x3800_0000) >>> 13);
  }

  /** The float with the same value as a half. */
  public static float toFloat(short half) {
    int exponent = half >>> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = mantissa * 0x1p-24f;
    } else if (exponent == 31) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(exponent + 112 << 23 | mantissa << 13);
    }
    return half < 0 ? -magnitude : magnitude;
  }
}
