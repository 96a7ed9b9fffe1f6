package io.rank1.models.convert;

import io.rank1.models.gguf.Half;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An AWQ layer, unpacked into rows along its inputs. */
final class AwqMatrix implements Pieces {
  private static final int GROUP_BLOCKS = AwqLayer.GROUP / AwqPacker.BLOCK;

  private final ShardChannels shards;
  private final AwqLayer layer;
  private final RowOrdering ordering;
  private final OutputType type;
  private final AwqWords weights;
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
   * Goes along the tiles of words, each of which is eight rows, and in each group by group: so what
   * is read lies together, and few rows are written at a time.
   */
  private void pack(int first, int here, AwqPacker packer, ByteBuffer out) {
    int begin = out.position();
    int rowBytes = (int) type.ggmlType().rowBytes(layer.in());
    int end = (first + here) / 8;
    for (int from = first / 8, to; from < end; from = to) {
      to = Math.min(AwqWords.nextTile(from), end);
      int[][] rowStarts = new int[to - from][8];
      for (int row = 0; row < 8 * (to - from); row++) {
        int source = 8 * (from + row / 8) + AwqPacker.output(row % 8);
        int target = (int) ordering.target(source);
        rowStarts[row / 8][row % 8] = begin + (target - first) * rowBytes;
      }
      for (int group = 0; group < layer.in() / AwqLayer.GROUP; group++) {
        for (int column = from; column < to; column++) {
          int zero = zeros[group * wordColumns + column];
          packer.group(zero, scales, group * layer.out() + 8 * column);
          for (int block = group * GROUP_BLOCKS; block < (group + 1) * GROUP_BLOCKS; block++) {
            packer.block(weights, block * AwqPacker.BLOCK, column);
            packer.put(out, rowStarts[column - from], block);
          }
        }
      }
    }
    out.position(begin + here * rowBytes);
  }

  @Override
  public void release() {
    weights.release(shards);
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
      int q = weights.word(input, column) >>> shift & 15;
      to[input] = (q - zero) * scale;
    }
  }
}
