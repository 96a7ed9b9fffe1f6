package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Fills rows of weights one at a time, for {@link #tensor}. */
@FunctionalInterface
public interface RowSource {
  /**
   * Fills every place of a row.
   *
   * @param index the row, from 0, each asked for once and in order
   * @param row what to fill; holds the row before, at first zeros
   * @throws IOException if the weights cannot be had
   */
  void fill(long index, float[] row) throws IOException;

  /**
   * The data of a whole tensor: each row filled by this source, then encoded.
   *
   * @param dims the tensor's dimensions, the row length first
   */
  default TensorSource tensor(RowEncoder encoder, List<Long> dims) {
    GgmlType type = encoder.type();
    int rowBytes = Math.toIntExact(type.rowBytes(dims.get(0)));
    long rows = dims.subList(1, dims.size()).stream().reduce(1L, Math::multiplyExact);
    return out -> {
      float[] row = new float[Math.toIntExact(dims.get(0))];
      ByteBuffer encoded = ByteBuffer.allocate(rowBytes).order(ByteOrder.LITTLE_ENDIAN);
      for (long index = 0; index < rows; index++) {
        fill(index, row);
        encoder.encode(row, encoded.clear());
        out.write(encoded.flip());
      }
    };
  }
}
