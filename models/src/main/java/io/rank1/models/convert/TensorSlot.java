package io.rank1.models.convert;

import io.rank1.core.gguf.GgmlType;
import java.util.List;

/**
 * One tensor of the file to write.
 *
 * @param name its name there
 * @param type how it is stored there
 * @param dims its lengths there, the row length first
 * @param lossless whether every weight arrives unchanged
 * @param source where its weights come from
 */
record TensorSlot(
    String name, GgmlType type, List<Long> dims, boolean lossless, PieceSource source) {
  /** No piece is larger, before or after. */
  static final int PIECE_BYTES = 8 << 20;

  /** What pieces come near to where rows allow it: that fits into the caches of a core. */
  static final int USUAL_PIECE_BYTES = 1 << 20;

  TensorSlot {
    dims = List.copyOf(dims);
  }

  int rowLength() {
    return Math.toIntExact(dims.get(0));
  }

  /** Rows, as the product of all dimensions but the first. */
  long rows() {
    return dims.stream().skip(1).reduce(1L, Math::multiplyExact);
  }
}
