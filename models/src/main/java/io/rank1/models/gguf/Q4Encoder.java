package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;

/**
 * Rows of ggml's {@code block_q4_0}: for 32 weights one half-precision scale d = w / -8, where w is
 * the weight farthest from 0, and 16 bytes. Byte j holds the weight j in its low and the weight j +
 * 16 in its high four bits, each as weight / d + 8, as {@code quantize_row_q4_0_ref} in
 * ggml-quants.c makes them.
 */
public final class Q4Encoder implements RowEncoder {
  private static final int BLOCK = GgmlType.Q4_0.blockSize();
  private static final int HALF_BLOCK = BLOCK / 2;

  /** Makes an encoder; it has no state. */
  public Q4Encoder() {}

  @Override
  public GgmlType type() {
    return GgmlType.Q4_0;
  }

  @Override
  public void encode(float[] row, ByteBuffer out) {
    for (int begin = 0; begin < row.length; begin += BLOCK) {
      float farthest = 0;
      for (int i = begin; i < begin + BLOCK; i++) {
        if (Math.abs(row[i]) > Math.abs(farthest)) {
          farthest = row[i];
        }
      }
      float scale = farthest / -8;
      float inverse = scale == 0 ? 0 : 1 / scale;
      out.putShort(Half.of(scale));
      for (int i = begin; i < begin + HALF_BLOCK; i++) {
        int low = nibble(row[i] * inverse);
        int high = nibble(row[i + HALF_BLOCK] * inverse);
        out.put((byte) (high << 4 | low));
      }
    }
  }

  private static int nibble(float steps) {
    return Math.min(15, (int) (steps + 8.5f));
  }
}
