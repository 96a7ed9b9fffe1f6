package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;

/** Rows of half-precision floats, rounded to nearest even. */
public final class F16Encoder implements RowEncoder {
  /** Makes an encoder; it has no state. */
  public F16Encoder() {}

  @Override
  public GgmlType type() {
    return GgmlType.F16;
  }

  @Override
  public void encode(float[] row, ByteBuffer out) {
    for (float weight : row) {
      out.putShort(Half.of(weight));
    }
  }
}
