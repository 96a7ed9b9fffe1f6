package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;

/** Rows of brain floats, rounded to nearest even. */
public final class Bf16Encoder implements RowEncoder {
  /** Makes an encoder; it has no state. */
  public Bf16Encoder() {}

  @Override
  public GgmlType type() {
    return GgmlType.BF16;
  }

  @Override
  public void encode(float[] row, ByteBuffer out) {
    for (float weight : row) {
      out.putShort(Bf16.of(weight));
    }
  }
}
