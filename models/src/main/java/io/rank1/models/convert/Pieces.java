package io.rank1.models.convert;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The weights of one tensor of the file to write, in pieces of whole rows that can be made in any
 * order and by several threads at once. Rows are in the order of the file to write.
 */
interface Pieces {
  /** How many pieces there are. */
  int count();

  /**
   * Appends the bytes of a piece.
   *
   * @param out a little-endian buffer of at least {@link TensorSlot#PIECE_BYTES} with room
   * @param scratch another, to use as one likes
   * @throws ConvertException if a weight does not fit the type
   * @throws IOException if the checkpoint cannot be read
   */
  void encode(int piece, ByteBuffer out, ByteBuffer scratch) throws IOException;

  /**
   * The weights of some rows as the checkpoint has them.
   *
   * @param first the first row
   * @param to filled with consecutive rows
   * @param scratch a buffer to use as one likes
   * @throws IOException if the checkpoint cannot be read
   */
  void read(long first, float[][] to, ByteBuffer scratch) throws IOException;

  /** Gives memory back; not to be used afterwards. */
  default void release() {
    // most have none
  }
}
