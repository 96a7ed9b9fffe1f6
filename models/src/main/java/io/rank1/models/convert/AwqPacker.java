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

  private static final long EVEN_BYTES = 0x00ff_00ff_00ff_00ffL;
  private static final long EVEN_PAIRS = 0x0000_ffff_0000_ffffL;
  private static final long LOW_HALF = 0xffff_ffffL;

  /** The scales' bits, lane by lane. */
  private final short[] scales = new short[8];

  /** 16 - zero in every lane. */
  private long offsets;

  /** In every lane q - zero + 16 of each input of the block, so 1 to 31. */
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

  /** Takes in 32 words of a column. */
  final void block(AwqWords words, int firstInput, int column) {
    int[] from = words.array();
    int first = words.place(firstInput, column);
    long[] to = values;
    long add = offsets;
    for (int input = 0; input < BLOCK; input++) {
      to[input] = lanes(from[first + input * AwqWords.TILE]) + add;
    }
  }

  /** Writes a block into each of eight rows. */
  final void put(ByteBuffer out, int[] rowStarts, int block) {
    write(values, scales, out, rowStarts, block);
  }

  abstract void write(long[] values, short[] scales, ByteBuffer out, int[] rowStarts, int block);

  /**
   * Writes a long into each of eight rows: the one for row i is byte i of each of eight values.
   * Eight rows of a square of bytes become its columns, in three rounds of swaps.
   */
  private static void putColumns(
      ByteBuffer out, int[] rowStarts, int offset, long[] values, int from) {
    long a = values[from];
    long b = values[from + 1];
    long c = values[from + 2];
    long d = values[from + 3];
    long e = values[from + 4];
    long f = values[from + 5];
    long g = values[from + 6];
    long h = values[from + 7];
    long ab = (a >>> 8 ^ b) & EVEN_BYTES;
    long cd = (c >>> 8 ^ d) & EVEN_BYTES;
    long ef = (e >>> 8 ^ f) & EVEN_BYTES;
    long gh = (g >>> 8 ^ h) & EVEN_BYTES;
    a ^= ab << 8;
    b ^= ab;
    c ^= cd << 8;
    d ^= cd;
    e ^= ef << 8;
    f ^= ef;
    g ^= gh << 8;
    h ^= gh;
    long ac = (a >>> 16 ^ c) & EVEN_PAIRS;
    long bd = (b >>> 16 ^ d) & EVEN_PAIRS;
    long eg = (e >>> 16 ^ g) & EVEN_PAIRS;
    long fh = (f >>> 16 ^ h) & EVEN_PAIRS;
    a ^= ac << 16;
    c ^= ac;
    b ^= bd << 16;
    d ^= bd;
    e ^= eg << 16;
    g ^= eg;
    f ^= fh << 16;
    h ^= fh;
    out.putLong(rowStarts[0] + offset, a & LOW_HALF | e << 32);
    out.putLong(rowStarts[1] + offset, b & LOW_HALF | f << 32);
    out.putLong(rowStarts[2] + offset, c & LOW_HALF | g << 32);
    out.putLong(rowStarts[3] + offset, d & LOW_HALF | h << 32);
    out.putLong(rowStarts[4] + offset, a >>> 32 | e & ~LOW_HALF);
    out.putLong(rowStarts[5] + offset, b >>> 32 | f & ~LOW_HALF);
    out.putLong(rowStarts[6] + offset, c >>> 32 | g & ~LOW_HALF);
    out.putLong(rowStarts[7] + offset, d >>> 32 | h & ~LOW_HALF);
  }

  /** Writes an int into each of eight rows, likewise of four values. */
  private static void putColumns(
      ByteBuffer out, int[] rowStarts, int offset, long first, long second, long third, long last) {
    long ab = (first >>> 8 ^ second) & EVEN_BYTES;
    long cd = (third >>> 8 ^ last) & EVEN_BYTES;
    long a = first ^ ab << 8;
    long b = second ^ ab;
    long c = third ^ cd << 8;
    long d = last ^ cd;
    long ac = (a >>> 16 ^ c) & EVEN_PAIRS;
    long bd = (b >>> 16 ^ d) & EVEN_PAIRS;
    a ^= ac << 16;
    b ^= bd << 16;
    c ^= ac;
    d ^= bd;
    out.putInt(rowStarts[0] + offset, (int) a);
    out.putInt(rowStarts[1] + offset, (int) b);
    out.putInt(rowStarts[2] + offset, (int) c);
    out.putInt(rowStarts[3] + offset, (int) d);
    out.putInt(rowStarts[4] + offset, (int) (a >>> 32));
    out.putInt(rowStarts[5] + offset, (int) (b >>> 32));
    out.putInt(rowStarts[6] + offset, (int) (c >>> 32));
    out.putInt(rowStarts[7] + offset, (int) (d >>> 32));
  }

  private static void putScales(ByteBuffer out, int[] rowStarts, int offset, short[] scales) {
    for (int lane = 0; lane < 8; lane++) {
      out.putShort(rowStarts[lane] + offset, scales[lane]);
    }
  }

  /** Blocks of Q5_0: scale, fifth bits, then the lower bits of inputs i and i + 16 in a byte. */
  static final class ToQ5 extends AwqPacker {
    private final long[] low = new long[16];

    @Override
    void write(long[] values, short[] scales, ByteBuffer out, int[] rowStarts, int block) {
      int offset = 22 * block;
      putScales(out, rowStarts, offset, scales);
      putColumns(
          out,
          rowStarts,
          offset + 2,
          fifthBits(values, 0),
          fifthBits(values, 8),
          fifthBits(values, 16),
          fifthBits(values, 24));
      for (int i = 0; i < 16; i++) {
        low[i] = values[i] & LOW | (values[i + 16] & LOW) << 4;
      }
      putColumns(out, rowStarts, offset + 6, low, 0);
      putColumns(out, rowStarts, offset + 14, low, 8);
    }

    /** The fifth bits of eight inputs, as a byte in every lane. */
    private static long fifthBits(long[] values, int from) {
      return values[from] >>> 4 & ONES
          | values[from + 1] >>> 3 & ONES << 1
          | values[from + 2] >>> 2 & ONES << 2
          | values[from + 3] >>> 1 & ONES << 3
          | values[from + 4] & ONES << 4
          | values[from + 5] << 1 & ONES << 5
          | values[from + 6] << 2 & ONES << 6
          | values[from + 7] << 3 & ONES << 7;
    }
  }

  /** Blocks of Q8_0: scale, then q - zero of each input as a byte. */
  static final class ToQ8 extends AwqPacker {
    private final long[] bytes = new long[BLOCK];

    @Override
    void write(long[] values, short[] scales, ByteBuffer out, int[] rowStarts, int block) {
      int offset = 34 * block;
      putScales(out, rowStarts, offset, scales);
      for (int i = 0; i < BLOCK; i++) {
        bytes[i] = (values[i] | 0x80 * ONES) - 16 * ONES ^ 0x80 * ONES; // no lane borrows
      }
      for (int i = 0; i < BLOCK; i += 8) {
        putColumns(out, rowStarts, offset + 2 + i, bytes, i);
      }
    }
  }
}
