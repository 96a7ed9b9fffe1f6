package io.rank1.models.convert;

import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A matrix with a LoRA merged into it: W + scale * B * A, row by row, in 32-bit floats. A is in
 * memory while it is worked on; of W and B one piece is.
 */
final class LoraMatrix implements Pieces {
  private final Pieces base;
  private final ShardChannels shards;
  private final SafetensorsTensor b;
  private final float[][] a;
  private final float scale;
  private final RowOrdering ordering;
  private final OutputType type;
  private final RangeCheck range;
  private final int rowLength;
  private final long rows;
  private final int pieceRows;

  private LoraMatrix(
      Pieces base,
      ShardChannels shards,
      SafetensorsTensor tensor,
      LoraAdapter.LowRank low,
      float scale,
      RowOrdering ordering,
      OutputType type)
      throws IOException {
    this.base = base;
    this.shards = shards;
    this.b = low.b();
    this.scale = scale;
    this.ordering = ordering;
    this.type = type;
    this.range = new RangeCheck(tensor, type);
    this.rows = tensor.shape().get(0);
    this.rowLength = Math.toIntExact(tensor.shape().get(1));
    this.pieceRows = Math.max(1, TensorSlot.USUAL_PIECE_BYTES / Float.BYTES / rowLength);
    this.a = new float[Math.toIntExact(low.a().shape().get(0))][];
    for (int k = 0; k < a.length; k++) {
      a[k] = row(shards, low.a(), k);
    }
  }

  /**
   * The merged matrix.
   *
   * @param tensor W, of a type that {@link FloatRows} knows, with one dimension for rows and one
   *     for their elements
   * @param low of the same rows and row length
   * @param ordering of the rows of W, and of those of B with them
   */
  static PieceSource source(
      SafetensorsTensor tensor,
      LoraAdapter.LowRank low,
      float scale,
      RowOrdering ordering,
      OutputType type) {
    int rowLength = Math.toIntExact(tensor.shape().get(1));
    PieceSource base = PlainMatrix.source(tensor, rowLength, ordering, type);
    return shards -> new LoraMatrix(base.open(shards), shards, tensor, low, scale, ordering, type);
  }

  @Override
  public int count() {
    return Math.toIntExact((rows + pieceRows - 1) / pieceRows);
  }

  @Override
  public void encode(int piece, ByteBuffer out, ByteBuffer scratch) throws IOException {
    long first = (long) piece * pieceRows;
    float[][] merged = new float[(int) Math.min(pieceRows, rows - first)][rowLength];
    read(first, merged, scratch);
    for (float[] row : merged) {
      range.require(row);
      type.encoder().encode(row, out);
    }
  }

  @Override
  public void read(long first, float[][] to, ByteBuffer scratch) throws IOException {
    base.read(first, to, scratch);
    for (int i = 0; i < to.length; i++) {
      float[] factors = row(shards, b, ordering.source(first + i));
      float[] delta = new float[rowLength];
      for (int k = 0; k < a.length; k++) {
        add(factors[k], a[k], delta);
      }
      add(scale, delta, to[i]);
    }
  }

  private static void add(float factor, float[] what, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * what[j];
    }
  }

  private static float[] row(ShardChannels shards, SafetensorsTensor tensor, long index)
      throws IOException {
    FloatRows floats = FloatRows.of(tensor.type()).orElseThrow();
    float[] row = new float[Math.toIntExact(tensor.shape().get(1))];
    int bytes = row.length * floats.bytes();
    ByteBuffer in = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    shards.read(tensor, index * bytes, in);
    floats.read(in, 0, row);
    return row;
  }
}
