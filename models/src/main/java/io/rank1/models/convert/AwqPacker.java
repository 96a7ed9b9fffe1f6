package io.rank1.models.convert;

import java.nio.ByteBuffer;

/**
 * Turns AWQ's words into blocks of ggml, eight rows at a time: the eight nibbles of a word are
 * spread over the bytes of a long, its lanes, and computed with at once. 32 words below each other
 * give a block for each of the eight rows.
 *
 * <p>Exact: q and the zero point are of four bits, so q - zero is between -15 and 15, which both
 * types hold, and the scale is taken over bit by bit.
 */
abstract class AwqPacker {
  /** Weights of a block of ggml. */
  static final int BLOCK = 32;

  private static final long LOW = 0x0f0f_0f0f_0f0f_0f0fL;
  private static final long ONES = 0x0101_0101_0101_0101L;

  /** The scales' bits, lane by lane. */
  private final short[] scales = new short[8];

  /** 16 - zero in every lane. */
  private long offsets;

  /** Two's complement in every lane: q - zero + 16 of each input of the block, so 1 to 31. */
  private final long[] values = new long[BLOCK];

  /** Which output of a word's eight a lane holds: even nibbles are in the lower half. */
  static int output(int lane) {
    return AwqLayer.output(lane < 4 ? 2 * lane : 2 * (lane - 4) + 1);
  }

  private static long lanes(int word) {
    return word & LOW & 0xffff_ffffL | (word >>> 4 & LOW) << 32;
  }

  /** Begins a group of inputs. */
  final void group(int zeroWord, short[] allScales, int firstOutput) {
    offsets = 16 * ONES - lanes(zeroWord);
    for (int lane = 0; lane < 8; lane++) {
      scales[lane] = allScales[firstOutput + output(lane)];
    }
  }

  /** Takes in 32 words. */
  final void block(int[] words, int first, int stride) {
    long[] to = values;
    long add = offsets;
    for (int input = 0, at = first; input < BLOCK; input++, at += stride) {
      to[input] = lanes(words[at]) + add;
    }
  }

  /** Writes a block into each of eight rows. */
  final void put(ByteBuffer out, int[] rowStarts, int block) {
    write(values, scales, out, rowStarts, block);
  }

  abstract void write(long[] values, short[] scales, ByteBuffer out, int[] rowStarts, int block);

  /** Turns eight longs of eight bytes: byte i of long j becomes byte j of long i. */
  static void transpose(long[] v, int at) {
    for (int i = 0; i < 8; i += 2) {
      long t = (v[at + i] >>> 8 ^ v[at + i + 1]) & 0x00ff_00ff_00ff_00ffL;
      v[at + i] ^= t << 8;
      v[at + i + 1] ^= t;
    }
    for (int i = 0; i < 8; i += i % 2 == 0 ? 1 : 3) {
      long t = (v[at + i] >>> 16 ^ v[at + i + 2]) & 0x0000_ffff_0000_ffffL;
      v[at + i] ^= t << 16;
      v[at + i + 2] ^= t;
    }
    for (int i = 0; i < 4; i++) {
      long t = (v[at + i] >>> 32 ^ v[at + i + 4]) & 0xffff_ffffL;
      v[at + i] ^= t << 32;
      v[at + i + 4] ^= t;
    }
  }

  /** Blocks of Q5_0: scale, fifth bits, then the lower bits of inputs i and i + 16 in a byte. */
  static final class ToQ5 extends AwqPacker {
    private final long[] low = new long[16];
    private final long[] fifth = new long[8];

    @Override
    void write(long[] values, short[] scales, ByteBuffer out, int[] rowStarts, int block) {
      for (int i = 0; i < 16; i++) {
        low[i] = values[i] & LOW | (values[i + 16] & LOW) << 4;
      }
      transpose(low, 0);
      transpose(low, 8);
      for (int eighth = 0; eighth < 4; eighth++) {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
          bits |= (values[8 * eighth + i] >>> 4 & ONES) << i;
        }
        fifth[eighth] = bits;
        fifth[eighth + 4] = 0;
      }
      transpose(fifth, 0);
      for (int lane = 0; lane < 8; lane++) {
        int at = rowStarts[lane] + 22 * block;
        out.putShort(at, scales[lane]);
        out.putInt(at + 2, (int) fifth[lane]);
        out.putLong(at + 6, low[lane]);
        out.putLong(at + 14, low[lane + 8]);
      }
    }
  }

  /** Blocks of Q8_0: scale, then q - zero of each input as a byte. */
  static final class ToQ8 extends AwqPacker {
    private final long[] bytes = new long[BLOCK];

    @Override
    void write(long[] values, short[] scales, ByteBuffer out, int[] rowStarts, int block) {
      for (int i = 0; i < BLOCK; i++) {
        bytes[i] = (values[i] | 0x80 * ONES) - 16 * ONES ^ 0x80 * ONES; // no lane borrows
      }
      for (int i = 0; i < BLOCK; i += 8) {
        transpose(bytes, i);
      }
      for (int lane = 0; lane < 8; lane++) {
        int at = rowStarts[lane] + 34 * block;
        out.putShort(at, scales[lane]);
        for (int i = 0; i < 4; i++) {
          out.putLong(at + 2 + 8 * i, bytes[8 * i + lane]);
        }
      }
    }
  }
}
