package io.rank1.models.convert;

import io.rank1.models.safetensors.Dtype;
import java.nio.ByteBuffer;

/** Looks for infinities and for what is not a number, without making floats of the bits. */
final class FiniteBits {
  private static final int STRIDE = 1 << 14;

  private FiniteBits() {}

  /**
   * Whether all of the floats in a part of a buffer are finite.
   *
   * @param type F16, BF16 or F32
   */
  static boolean all(Dtype type, ByteBuffer buffer, int from, int to) {
    ByteBuffer part = buffer.slice(from, to - from).order(buffer.order());
    return switch (type) {
      case F32 -> ints(part);
      case F16 -> shorts(part, 0x7c00);
      case BF16 -> shorts(part, 0x7f80);
      default -> throw new IllegalArgumentException("not a type of weights: " + type);
    };
  }

  private static boolean shorts(ByteBuffer part, int exponent) {
    var buffer = part.asShortBuffer();
    short[] bits = new short[STRIDE];
    int found = 0;
    while (buffer.hasRemaining()) {
      int count = Math.min(STRIDE, buffer.remaining());
      buffer.get(bits, 0, count);
      for (int i = 0; i < count; i++) {
        // The sum reaches the sign's place only where all bits of the exponent are set.
        found |= (bits[i] & exponent) + (exponent & -exponent);
      }
    }
    return (found & 0x8000) == 0;
  }

  private static boolean ints(ByteBuffer part) {
    var buffer = part.asIntBuffer();
    int[] bits = new int[STRIDE];
    int found = 0;
    while (buffer.hasRemaining()) {
      int count = Math.min(STRIDE, buffer.remaining());
      buffer.get(bits, 0, count);
      for (int i = 0; i < count; i++) {
        found |= (bits[i] & 0x7f80_0000) + 0x0080_0000;
      }
    }
    return found >= 0;
  }
}
