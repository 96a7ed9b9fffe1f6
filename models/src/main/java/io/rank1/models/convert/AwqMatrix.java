package io.rank1.models.convert;

import io.rank1.models.gguf.Half;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An AWQ layer, unpacked into rows along its inputs. */
final class AwqMatrix implements Pieces {
  private final ShardChannels shards;
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
    this.shards = shards;
    this.layer = layer;
    this.ordering = ordering;
    this.type = type;
    this.weights = layer.readWeights(shards);
    this.zeros = layer.readZeros(shards);
    this.scales = layer.readScales(shards);
    this.wordColumns = layer.out() / 8;
    int unit = ordering.paired() ? Math.max(8, ordering.group()) : 8;
    long unitBytes = unit * type.ggmlType().rowBytes(layer.in());
    this.pieceRows = unit * (int) Math.max(1, TensorSlot.USUAL_PIECE_BYTES / unitBytes);
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
        RangeCheck range = new RangeCheck(layer.weights(), type);
        float[][] row = new float[1][layer.in()];
        for (int i = 0; i < here; i++) {
          read(first + i, row, scratch);
          range.require(row[0]);
          type.encoder().encode(row[0], out);
        }
      }
    }
  }

  /**
   * Goes group by group and in each along the words, which are eight rows each: so what is read
   * together lies together, and rows are written a few blocks at a time.
   */
  private void pack(int first, int here, AwqPacker packer, ByteBuffer out) {
    int begin = out.position();
    int rowBytes = (int) type.ggmlType().rowBytes(layer.in());
    int[][] rowStarts = new int[here / 8][8];
    for (int row = 0; row < here; row++) {
      int target = (int) ordering.target(8L * (first / 8 + row / 8) + AwqPacker.output(row % 8));
      rowStarts[row / 8][row % 8] = begin + (target - first) * rowBytes;
    }
    for (int group = 0; group < layer.in() / AwqLayer.GROUP; group++) {
      int begun = group * AwqLayer.GROUP;
      for (int i = 0; i < rowStarts.length; i++) {
        int column = first / 8 + i;
        packer.group(zeros[group * wordColumns + column], scales, group * layer.out() + 8 * column);
        for (int input = begun; input < begun + AwqLayer.GROUP; input += AwqPacker.BLOCK) {
          packer.block(weights, input * wordColumns + column, wordColumns);
          packer.put(out, rowStarts[i], input / AwqPacker.BLOCK);
        }
      }
    }
    out.position(begin + here * rowBytes);
  }

  @Override
  public void release() {
    shards.giveBack(zeros);
    shards.giveBack(weights); // the larger one, to be taken first
  }

  @Override
  public void read(long first, float[][] to, ByteBuffer scratch) {
    for (int group = 0; group < layer.in() / AwqLayer.GROUP; group++) {
      for (int i = 0; i < to.length; i++) { // within the group: neighbours share words
        readGroup(group, (int) ordering.source(first + i), to[i]);
      }
    }
  }

  private void readGroup(int group, int row, float[] to) {
    int shift = AwqLayer.shift(row);
    int column = row / 8;
    int zero = zeros[group * wordColumns + column] >>> shift & 15;
    float scale = Half.toFloat(scales[group * layer.out() + row]);
    int end = (group + 1) * AwqLayer.GROUP;
    for (int input = group * AwqLayer.GROUP; input < end; input++) {
      int q = weights[input * wordColumns + column] >>> shift & 15;
      to[input] = (q - zero) * scale;
    }
  }
}
