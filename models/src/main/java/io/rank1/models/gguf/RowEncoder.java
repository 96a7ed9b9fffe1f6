package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;

/** Turns rows of 32-bit floats into the bytes of one tensor type. Stateless. */
public interface RowEncoder {
  /** The type this encoder produces. */
  GgmlType type();

  /**
   * Appends one encoded row.
   *
   * @param row finite weights, a positive multiple of the type's block size of them
   * @param out a little-endian buffer with room for the row
   */
  void encode(float[] row, ByteBuffer out);
}
