package io.rank1.models.convert;

import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A tensor of floats. */
final class PlainMatrix implements Pieces {
  private final ShardChannels shards;
  private final SafetensorsTensor tensor;
  private final FloatRows floats;
  private final RowOrdering ordering;
  private final OutputType type;
  private final RangeCheck range;
  private final int rowLength;
  private final long rows;
  private final int pieceRows;

  private PlainMatrix(
      ShardChannels shards,
      SafetensorsTensor tensor,
      int rowLength,
      RowOrdering ordering,
      OutputType type) {
    this.shards = shards;
    this.tensor = tensor;
    this.floats = FloatRows.of(tensor.type()).orElseThrow();
    this.rowLength = rowLength;
    this.rows = tensor.byteSize() / floats.bytes() / rowLength;
    this.ordering = ordering;
    this.type = type;
    this.range = new RangeCheck(tensor, type);
    long bytes = (long) floats.bytes() * ordering.group() * rowLength;
    int groups = (int) Math.max(1, TensorSlot.USUAL_PIECE_BYTES / bytes);
    this.pieceRows = groups * ordering.group();
  }

  /**
   * A tensor's weights.
   *
   * @param tensor of a type that {@link FloatRows} knows
   * @param rowLength a divisor of its size; a group of rows fits {@link TensorSlot#PIECE_BYTES} as
   *     32-bit floats
   */
  static PieceSource source(
      SafetensorsTensor tensor, int rowLength, RowOrdering ordering, OutputType type) {
    return shards -> new PlainMatrix(shards, tensor, rowLength, ordering, type);
  }

  @Override
  public int count() {
    return Math.toIntExact((rows + pieceRows - 1) / pieceRows);
  }

  @Override
  public void encode(int piece, ByteBuffer out, ByteBuffer scratch) throws IOException {
    long first = (long) piece * pieceRows;
    int here = (int) Math.min(pieceRows, rows - first);
    if (tensor.type().name().equals(type.name())) {
      copy(first, here, out, scratch);
      return;
    }
    ByteBuffer in = bytes(first, here, scratch);
    if (tensor.type() == Dtype.BF16 && type == OutputType.F16) {
      int begin = out.position();
      int together = ordering.paired() ? 1 : here;
      for (int i = 0; i < here; i += together) {
        int begun = offset(first, i);
        BrainToHalf.convert(in.slice(begun, together * rowBytes()).order(in.order()), out);
      }
      if (FiniteBits.all(Dtype.F16, out, begin, out.position())) {
        return;
      }
      out.position(begin); // once more, to tell what is wrong
    }
    float[] row = new float[rowLength];
    for (int i = 0; i < here; i++) {
      floats.read(in, offset(first, i), row);
      range.require(row);
      type.encoder().encode(row, out);
    }
  }

  private void copy(long first, int here, ByteBuffer out, ByteBuffer scratch) throws IOException {
    int begin = out.position();
    if (ordering.paired()) {
      ByteBuffer in = bytes(first, here, scratch);
      for (int i = 0; i < here; i++) {
        out.put(out.position(), in, offset(first, i), rowBytes());
        out.position(out.position() + rowBytes());
      }
    } else {
      ByteBuffer window = out.slice(begin, here * rowBytes());
      shards.read(tensor, first * rowBytes(), window);
      out.position(begin + here * rowBytes());
    }
    if (!FiniteBits.all(tensor.type(), out, begin, out.position())) {
      throw range.infinite();
    }
  }

  /** Where a row of a piece begins, in bytes from the piece's begin in the checkpoint. */
  private int offset(long first, int row) {
    return (int) (ordering.source(first + row) - first) * rowBytes();
  }

  @Override
  public void read(long first, float[][] to, ByteBuffer scratch) throws IOException {
    if (ordering.paired()) {
      for (int i = 0; i < to.length; i++) {
        floats.read(bytes(ordering.source(first + i), 1, scratch), 0, to[i]);
      }
      return;
    }
    ByteBuffer in = bytes(first, to.length, scratch);
    for (int i = 0; i < to.length; i++) {
      floats.read(in, i * rowBytes(), to[i]);
    }
  }

  private ByteBuffer bytes(long first, int count, ByteBuffer scratch) throws IOException {
    scratch.clear().limit(count * rowBytes());
    shards.read(tensor, first * rowBytes(), scratch);
    return scratch;
  }

  private int rowBytes() {
    return rowLength * floats.bytes();
  }
}
