package io.rank1.models.convert;

import io.rank1.models.gguf.Half;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * Turns brain floats into halves, four at a time. Those that are normal numbers as halves too keep
 * all of their bits, only with another exponent; the rest, which is rare, goes the usual way.
 */
final class BrainToHalf {
  private static final int STRIDE = 1 << 12;

  private static final long ONES = 0x0001_0001_0001_0001L;
  private static final long SIGNS = 0x8000 * ONES;

  /** 2^-14, the smallest normal half, as a brain float. */
  private static final long SMALLEST = 0x3880 * ONES;

  /** The largest brain float below 2^16, where halves end. */
  private static final long LARGEST = 0x477f * ONES;

  /** What the exponents differ by, in units of a brain float's last bit. */
  private static final long BIAS = (127 - 15 << 7) * ONES;

  private BrainToHalf() {}

  /**
   * Appends the halves nearest to all floats of a buffer, infinities where they are too large.
   *
   * @param in little-endian brain floats, from its position to its limit
   */
  static void convert(ByteBuffer in, ByteBuffer out) {
    LongBuffer from = in.asLongBuffer();
    LongBuffer to = out.asLongBuffer();
    long[] lanes = new long[Math.min(STRIDE, from.remaining())];
    while (from.hasRemaining()) {
      int count = Math.min(lanes.length, from.remaining());
      from.get(lanes, 0, count);
      for (int i = 0; i < count; i++) {
        lanes[i] = four(lanes[i]);
      }
      to.put(lanes, 0, count);
    }
    int done = in.remaining() & -Long.BYTES;
    out.position(out.position() + done);
    for (int at = in.position() + done; at < in.limit(); at += 2) {
      out.putShort(one(in.getShort(at)));
    }
  }

  private static long four(long brains) {
    long sizes = brains & ~SIGNS;
    // Signs are set in both where no lane borrows: where it is in the range.
    long inside = (sizes | SIGNS) - SMALLEST & (LARGEST | SIGNS) - sizes & SIGNS;
    if (inside == SIGNS) {
      return sizes - BIAS << 3 | brains & SIGNS;
    }
    long halves = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 16) {
      halves |= (one((short) (brains >>> shift)) & 0xffffL) << shift;
    }
    return halves;
  }

  private static short one(short brain) {
    return Half.of(Float.intBitsToFloat(brain << 16));
  }
}
