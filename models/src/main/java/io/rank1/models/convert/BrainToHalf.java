package io.rank1.models.convert;

import io.rank1.models.gguf.Half;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** Turns brain floats into halves by a table of all of them: the usual way to F16, made fast. */
final class BrainToHalf {
  private static final short[] HALVES = halves();
  private static final int STRIDE = 1 << 13;

  private BrainToHalf() {}

  private static short[] halves() {
    short[] halves = new short[1 << 16];
    for (int bits = 0; bits < halves.length; bits++) {
      halves[bits] = Half.of(Float.intBitsToFloat(bits << 16));
    }
    return halves;
  }

  /**
   * Appends the halves nearest to all floats of a buffer, infinities where they are too large.
   *
   * @param in little-endian brain floats, from its position to its limit
   */
  static void convert(ByteBuffer in, ByteBuffer out) {
    ShortBuffer from = in.asShortBuffer();
    ShortBuffer to = out.asShortBuffer();
    short[] bits = new short[STRIDE];
    while (from.hasRemaining()) {
      int count = Math.min(STRIDE, from.remaining());
      from.get(bits, 0, count);
      for (int i = 0; i < count; i++) {
        bits[i] = HALVES[bits[i] & 0xffff];
      }
      to.put(bits, 0, count);
    }
    out.position(out.position() + in.remaining());
  }
}
