package io.rank1.models.convert;

import io.rank1.models.safetensors.Dtype;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * Looks for infinities and for what is not a number, without making floats of the bits: several lie
 * in a long and are looked at together.
 */
final class FiniteBits {
  private static final int STRIDE = 1 << 12;

  private FiniteBits() {}

  /**
   * Whether all of the little-endian floats in a part of a buffer are finite.
   *
   * @param type F16, BF16 or F32
   */
  static boolean all(Dtype type, ByteBuffer buffer, int from, int to) {
    ByteBuffer part = buffer.slice(from, to - from).order(buffer.order());
    return switch (type) {
      case F32 -> lanes(part, 0x7f80_0000L, 0x1_0000_0001L);
      case F16 -> lanes(part, 0x7c00L, 0x1_0001_0001_0001L);
      case BF16 -> lanes(part, 0x7f80L, 0x1_0001_0001_0001L);
      default -> throw new IllegalArgumentException("not a type of weights: " + type);
    };
  }

  /**
   * @param exponent the exponent's bits of a float
   * @param ones 1 in every float's place
   */
  private static boolean lanes(ByteBuffer part, long exponent, long ones) {
    long mask = exponent * ones;
    // The sum reaches the sign's place only where all bits of the exponent are set.
    long one = (exponent & -exponent) * ones;
    long sign = (exponent + (exponent & -exponent)) * ones;
    LongBuffer buffer = part.asLongBuffer();
    long[] bits = new long[Math.min(STRIDE, buffer.remaining())];
    long found = 0;
    while (buffer.hasRemaining()) {
      int count = Math.min(bits.length, buffer.remaining());
      buffer.get(bits, 0, count);
      for (int i = 0; i < count; i++) {
        found |= (bits[i] & mask) + one;
      }
    }
    long last = 0;
    for (int at = part.limit() - 1; at >= (part.limit() & -Long.BYTES); at--) {
      last = last << 8 | part.get(at) & 0xff;
    }
    return ((found | (last & mask) + one) & sign) == 0;
  }
}
