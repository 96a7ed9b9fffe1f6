package io.rank1.models.convert;

import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A short vector in memory, written as 32-bit floats. */
record ShortVector(float[] values) implements Pieces {
  /**
   * Reads a vector whose weights are moved as the rows of its matrix are.
   *
   * @param missing what is added to each weight
   * @throws ConvertException if a weight is not a finite number
   */
  static ShortVector read(
      ShardChannels shards, SafetensorsTensor tensor, RowOrdering ordering, float missing)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    shards.read(tensor, 0, bytes);
    FloatRows floats = FloatRows.of(tensor.type()).orElseThrow();
    float[] read = new float[bytes.limit() / floats.bytes()];
    floats.read(bytes, 0, read);
    float[] moved = new float[read.length];
    for (int i = 0; i < read.length; i++) {
      moved[i] = read[(int) ordering.source(i)] + missing;
      if (!Float.isFinite(moved[i])) {
        throw new ConvertException(
            tensor.file(),
            "tensor " + tensor.name() + ": it has weights that are no finite numbers");
      }
    }
    return new ShortVector(moved);
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void encode(int piece, ByteBuffer out, ByteBuffer scratch) {
    OutputType.F32.encoder().encode(values, out);
  }

  @Override
  public void read(long first, float[][] to, ByteBuffer scratch) {
    System.arraycopy(values, 0, to[0], 0, values.length);
  }
}
