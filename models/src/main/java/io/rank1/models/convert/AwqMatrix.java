package io.rank1.models.convert;

import io.rank1.models.gguf.Half;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An AWQ layer, unpacked into rows along its inputs. */
final class AwqMatrix implements Pieces {
  private final AwqLayer layer;
  private final RowOrdering ordering;
  private final OutputType type;
  private final int[] weights;
  private final int[] zeros;
  private final short[] scales;
  private final int wordColumns;
  private final int pieceRows;

  private AwqMatrix(ShardChannels shards, AwqLayer layer, RowOrdering ordering, OutputType type)
      throws IOException {
    this.layer = layer;
    this.ordering = ordering;
    this.type = type;
    this.weights = layer.readWeights(shards);
    this.zeros = layer.readZeros(shards);
    this.scales = layer.readScales(shards);
    this.wordColumns = layer.out() / 8;
    int unit = ordering.paired() ? Math.max(8, ordering.group()) : 8;
    long unitBytes = unit * type.ggmlType().rowBytes(layer.in());
    this.pieceRows = unit * (int) Math.max(1, TensorSlot.PIECE_BYTES / 4 / unitBytes);
  }

  /**
   * A layer's weights.
   *
   * @param ordering of groups that are multiples of 8
   */
  static PieceSource source(AwqLayer layer, RowOrdering ordering, OutputType type) {
    return shards -> new AwqMatrix(shards, layer, ordering, type);
  }

  @Override
  public int count() {
    return (layer.out() + pieceRows - 1) / pieceRows;
  }

  @Override
  public void encode(int piece, ByteBuffer out, ByteBuffer scratch) throws IOException {
    int first = piece * pieceRows;
    int here = Math.min(pieceRows, layer.out() - first);
    switch (type) {
      case Q5_0 -> pack(first, here, new AwqPacker.ToQ5(), out);
      case Q8_0 -> pack(first, here, new AwqPacker.ToQ8(), out);
      default -> {
        float[][] row = new float[1][layer.in()];
        for (int i = 0; i < here; i++) {
          read(first + i, row, scratch);
          type.encoder().encode(row[0], out);
        }
      }
    }
  }

  /** Goes along words, each of which is eight rows; every row is written block by block. */
  private void pack(int first, int here, AwqPacker packer, ByteBuffer out) {
    int begin = out.position();
    int rowBytes = (int) type.ggmlType().rowBytes(layer.in());
    int[] rowStarts = new int[8];
    for (int column = first / 8; column < (first + here) / 8; column++) {
      for (int lane = 0; lane < 8; lane++) {
        int target = (int) ordering.target(8L * column + AwqPacker.output(lane));
        rowStarts[lane] = begin + (target - first) * rowBytes;
      }
      for (int group = 0; group < layer.in() / AwqLayer.GROUP; group++) {
        packer.group(zeros[group * wordColumns + column], scales, group * layer.out() + 8 * column);
        for (int input = group * AwqLayer.GROUP;
            input < (group + 1) * AwqLayer.GROUP;
            input += AwqPacker.BLOCK) {
          packer.block(weights, input * wordColumns + column, wordColumns);
          packer.put(out, rowStarts, input / AwqPacker.BLOCK);
        }
      }
    }
    out.position(begin + here * rowBytes);
  }

  @Override
  public void read(long first, float[][] to, ByteBuffer scratch) {
    for (int i = 0; i < to.length; i++) {
      int row = (int) ordering.source(first + i);
      int shift = AwqLayer.shift(row);
      for (int input = 0; input < layer.in(); input++) {
        int group = input / AwqLayer.GROUP;
        int q = weights[input * wordColumns + row / 8] >>> shift & 15;
        int zero = zeros[group * wordColumns + row / 8] >>> shift & 15;
        to[i][input] = (q - zero) * Half.toFloat(scales[group * layer.out() + row]);
      }
    }
  }
}
