package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;

/**
 * Rows of ggml's {@code block_q8_0}: for 32 weights one half-precision scale d = max |w| / 127 and
 * 32 signed bytes round(w / d), as {@code quantize_row_q8_0_ref} in ggml-quants.c makes them.
 */
public final class Q8Encoder implements RowEncoder {
  private static final int BLOCK = GgmlType.Q8_0.blockSize();

  /** Makes an encoder; it has no state. */
  public Q8Encoder() {}

  @Override
  public GgmlType type() {
    return GgmlType.Q8_0;
  }

  @Override
  public void encode(float[] row, ByteBuffer out) {
    for (int begin = 0; begin < row.length; begin += BLOCK) {
      float max = 0;
      for (int i = begin; i < begin + BLOCK; i++) {
        max = Math.max(max, Math.abs(row[i]));
      }
      float scale = max / 127;
      float inverse = scale == 0 ? 0 : 1 / scale;
      out.putShort(Half.of(scale));
      for (int i = begin; i < begin + BLOCK; i++) {
        out.put((byte) roundAwayFromZero(row[i] * inverse));
      }
    }
  }

  /** C's roundf: halves go away from zero. */
  private static int roundAwayFromZero(float value) {
    return value < 0 ? -(int) (0.5f - value) : (int) (value + 0.5f);
  }
}
