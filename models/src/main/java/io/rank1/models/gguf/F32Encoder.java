package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;

/** Rows as they are. */
public final class F32Encoder implements RowEncoder {
  /** Makes an encoder; it has no state. */
  public F32Encoder() {}

  @Override
  public GgmlType type() {
    return GgmlType.F32;
  }

  @Override
  public void encode(float[] row, ByteBuffer out) {
    for (float weight : row) {
      out.putFloat(weight);
    }
  }
}
