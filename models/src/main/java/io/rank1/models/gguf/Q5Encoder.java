package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;

/**
 * Rows of ggml's {@code block_q5_0}: for 32 weights one half-precision scale d = w / -16, where w
 * is the weight farthest from 0, the fifth bits in one 32-bit word, and 16 bytes. Byte j holds the
 * lower bits of weight j in its low and of weight j + 16 in its high four bits. A weight is weight
 * / d + 16, as {@code quantize_row_q5_0_ref} in ggml-quants.c makes them.
 */
public final class Q5Encoder implements RowEncoder {
  private static final int BLOCK = GgmlType.Q5_0.blockSize();
  private static final int HALF_BLOCK = BLOCK / 2;

  /** Makes an encoder; it has no state. */
  public Q5Encoder() {}

  @Override
  public GgmlType type() {
    return GgmlType.Q5_0;
  }

  @Override
  public void encode(float[] row, ByteBuffer out) {
    byte[] low = new byte[HALF_BLOCK];
    for (int begin = 0; begin < row.length; begin += BLOCK) {
      float farthest = 0;
      for (int i = begin; i < begin + BLOCK; i++) {
        if (Math.abs(row[i]) > Math.abs(farthest)) {
          farthest = row[i];
        }
      }
      float scale = farthest / -16;
      float inverse = scale == 0 ? 0 : 1 / scale;
      int fifthBits = 0;
      for (int j = 0; j < HALF_BLOCK; j++) {
        int first = steps(row[begin + j] * inverse);
        int second = steps(row[begin + HALF_BLOCK + j] * inverse);
        low[j] = (byte) (first & 15 | (second & 15) << 4);
        fifthBits |= first >>> 4 << j | second >>> 4 << j + HALF_BLOCK;
      }
      out.putShort(Half.of(scale)).putInt(fifthBits).put(low);
    }
  }

  private static int steps(float value) {
    return Math.min(31, (int) (value + 16.5f));
  }
}
