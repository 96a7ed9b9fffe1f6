package io.rank1.models.convert;

/**
 * Where the rows of a matrix go.
 *
 * @param group rows are moved within groups of this size only
 * @param paired whether row 2i of a group is its row i, and row 2i + 1 its row i + group / 2
 */
record RowOrdering(int group, boolean paired) {
  /** Every row stays where it is. */
  static final RowOrdering NONE = new RowOrdering(1, false);

  static RowOrdering of(CheckpointArchitecture.RowOrder order, int headDim) {
    return order == CheckpointArchitecture.RowOrder.PAIRED ? new RowOrdering(headDim, true) : NONE;
  }

  /** The row of the checkpoint that becomes a row of the file to write. */
  long source(long row) {
    if (!paired) {
      return row;
    }
    long inGroup = row % group;
    return row - inGroup + inGroup / 2 + inGroup % 2 * (group / 2);
  }

  /** The row of the file to write that a row of the checkpoint becomes. */
  long target(long row) {
    if (!paired) {
      return row;
    }
    long inGroup = row % group;
    int half = group / 2;
    return row - inGroup + (inGroup < half ? 2 * inGroup : 2 * (inGroup - half) + 1);
  }
}
