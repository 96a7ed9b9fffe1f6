package io.rank1.models.convert;

import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The words of an AWQ layer in memory, in tiles of {@value #TILE} columns, a line of the caches:
 * for who goes down a column they lie together, which they do not in the checkpoint.
 */
final class AwqWords {
  /** Words of an input that lie together, and what the inputs of a column are apart. */
  static final int TILE = 16;

  private static final int CHUNK = 1 << 18;

  private final int[] words;
  private final int inputs;

  private AwqWords(int[] words, int inputs) {
    this.words = words;
    this.inputs = inputs;
  }

  /**
   * Reads a tensor.
   *
   * @param tensor I32 [inputs, columns]
   * @throws IOException if it cannot be read
   */
  static AwqWords read(ShardChannels shards, SafetensorsTensor tensor, int inputs, int columns)
      throws IOException {
    int tiles = (columns + TILE - 1) / TILE;
    int[] words = shards.words(Math.multiplyExact(tiles * TILE, inputs));
    AwqWords result = new AwqWords(words, inputs);
    int rows = Math.max(1, CHUNK / columns);
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
    int[] chunk = new int[rows * columns];
    for (int first = 0; first < inputs; first += rows) {
      int here = Math.min(rows, inputs - first);
      shards.read(tensor, 4L * first * columns, bytes.clear().limit(4 * here * columns));
      bytes.asIntBuffer().get(chunk, 0, here * columns);
      result.put(chunk, first, here, columns);
    }
    return result;
  }

  private void put(int[] chunk, int first, int count, int columns) {
    for (int column = 0; column < columns; column += TILE) {
      int width = Math.min(TILE, columns - column);
      int to = place(first, column);
      for (int i = 0; i < count; i++) {
        System.arraycopy(chunk, i * columns + column, words, to + i * TILE, width);
      }
    }
  }

  /** The column that the tile after a column's begins with. */
  static int nextTile(int column) {
    return (column / TILE + 1) * TILE;
  }

  /** Where in {@link #array} a word is. */
  int place(int input, int column) {
    return (column / TILE * inputs + input) * TILE + column % TILE;
  }

  int word(int input, int column) {
    return words[place(input, column)];
  }

  /** All words, and perhaps more behind them. */
  int[] array() {
    return words;
  }

  /** Gives the memory back; not to be used afterwards. */
  void release(ShardChannels shards) {
    shards.giveBack(words);
  }
}
