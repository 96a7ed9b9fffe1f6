package io.rank1.models.convert;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A layer of compressed-tensors, whose rows are unpacked as they are needed. */
final class PackedMatrix implements Pieces {
  private static final int BLOCK = PackedLayer.BLOCK;

  private final ShardChannels shards;
  private final PackedLayer layer;
  private final RowOrdering ordering;
  private final OutputType type;
  private final float[] scales;
  private final short[] halves; // empty unless the type has blocks
  private final byte[] zeros;
  private final int groupSize;
  private final int pieceRows;

  private PackedMatrix(
      ShardChannels shards, PackedLayer layer, RowOrdering ordering, OutputType type)
      throws IOException {
    layer.checkShape(shards);
    this.shards = shards;
    this.layer = layer;
    this.ordering = ordering;
    this.type = type;
    this.scales = layer.readScales(shards);
    this.halves = keeps(layer, type) ? Scales.halves(layer.scales(), scales) : new short[0];
    this.zeros = layer.readZeros(shards);
    this.groupSize = layer.in() / layer.groups();
    long bytes = ordering.group() * type.ggmlType().rowBytes(layer.in());
    this.pieceRows = ordering.group() * (int) Math.max(1, TensorSlot.USUAL_PIECE_BYTES / bytes);
  }

  /**
   * A layer's weights.
   *
   * @param ordering a group of its rows fits {@link TensorSlot#PIECE_BYTES} as 32-bit floats
   */
  static PieceSource source(PackedLayer layer, RowOrdering ordering, OutputType type) {
    return shards -> new PackedMatrix(shards, layer, ordering, type);
  }

  /** Whether blocks of a type hold q - zero and the scale as they are. */
  static boolean keeps(PackedLayer layer, OutputType type) {
    return type == OutputType.Q8_0
        || type == OutputType.Q5_0
        || type == OutputType.Q4_0 && layer.zeros().isEmpty();
  }

  @Override
  public int count() {
    return (layer.out() + pieceRows - 1) / pieceRows;
  }

  @Override
  public void encode(int piece, ByteBuffer out, ByteBuffer scratch) throws IOException {
    int first = piece * pieceRows;
    int here = Math.min(pieceRows, layer.out() - first);
    if (!keeps(layer, type)) {
      RangeCheck range = new RangeCheck(layer.weights(), type);
      float[][] row = new float[1][layer.in()];
      for (int i = 0; i < here; i++) {
        read(first + i, row, scratch);
        range.require(row[0]);
        type.encoder().encode(row[0], out);
      }
      return;
    }
    words(first, here, scratch);
    byte[] values = new byte[layer.in()];
    for (int i = 0; i < here; i++) {
      int row = (int) ordering.source(first + i);
      unpack(scratch, row - first, row, values);
      for (int from = 0; from < values.length; from += BLOCK) {
        out.putShort(halves[row * layer.groups() + from / groupSize]);
        block(values, from, out);
      }
    }
  }

  /** Appends a block but for its scale. */
  private void block(byte[] values, int from, ByteBuffer out) {
    if (type == OutputType.Q8_0) {
      out.put(values, from, BLOCK);
      return;
    }
    int bias = type == OutputType.Q5_0 ? 16 : PackedLayer.ZERO;
    if (type == OutputType.Q5_0) {
      int fifths = 0;
      for (int i = 0; i < BLOCK; i++) {
        fifths |= (values[from + i] + bias >> 4) << i;
      }
      out.putInt(fifths);
    }
    for (int i = from; i < from + BLOCK / 2; i++) {
      int low = values[i] + bias & 15;
      int high = values[i + BLOCK / 2] + bias & 15;
      out.put((byte) (low | high << 4));
    }
  }

  @Override
  public void read(long first, float[][] to, ByteBuffer scratch) throws IOException {
    byte[] values = new byte[layer.in()];
    for (int i = 0; i < to.length; i++) {
      int row = (int) ordering.source(first + i);
      words(row, 1, scratch);
      unpack(scratch, 0, row, values);
      for (int input = 0; input < values.length; input++) {
        to[i][input] = values[input] * scales[row * layer.groups() + input / groupSize];
      }
    }
  }

  private void words(int first, int rows, ByteBuffer scratch) throws IOException {
    int rowBytes = layer.in() / 2;
    scratch.clear().limit(rows * rowBytes);
    shards.read(layer.weights(), (long) first * rowBytes, scratch);
  }

  /** Takes q - zero of a row, whose words are at a place in a buffer. */
  private void unpack(ByteBuffer words, int place, int row, byte[] values) {
    int at = place * layer.in() / 2;
    for (int group = 0; group < layer.groups(); group++) {
      int zero = zeros[row * layer.groups() + group];
      int end = (group + 1) * groupSize;
      for (int input = group * groupSize; input < end; input += 2) {
        int both = words.get(at + input / 2);
        values[input] = (byte) ((both & 15) - zero);
        values[input + 1] = (byte) ((both >> 4 & 15) - zero);
      }
    }
  }
}
