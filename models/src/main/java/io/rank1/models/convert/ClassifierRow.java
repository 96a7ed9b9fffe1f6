package io.rank1.models.convert;

import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A classification head for one label as an output matrix: its row is that of token 0, and those of
 * other tokens are zero. A head is applied to what the last norm gives, as an output matrix is, so
 * that the logit of token 0 is the score.
 */
final class ClassifierRow implements Pieces {
  /** By the name that {@code ...ForSequenceClassification} gives it; there is no bias. */
  static final String NAME = "score.weight";

  private final Pieces row;
  private final OutputType type;
  private final long rows;
  private final int pieceRows;
  private final int rowLength;

  private ClassifierRow(Pieces row, OutputType type, int rowLength, long rows) {
    this.row = row;
    this.type = type;
    this.rowLength = rowLength;
    this.rows = rows;
    this.pieceRows = Math.max(1, TensorSlot.USUAL_PIECE_BYTES / Float.BYTES / rowLength);
  }

  /**
   * Refuses another shape than one row.
   *
   * @throws ConvertException which says how many labels there are
   */
  static void requireOneLabel(SafetensorsTensor tensor, int hidden) throws ConvertException {
    List<Long> shape = tensor.shape();
    if (!shape.equals(List.of(1L, (long) hidden)) || FloatRows.of(tensor.type()).isEmpty()) {
      throw new ConvertException(
          tensor.file(),
          String.format(
              Locale.ROOT,
              "tensor %s has the shape %s and the type %s; supported is one label, [1, %d] in F32,"
                  + " F16 or BF16",
              NAME,
              shape,
              tensor.type(),
              hidden));
    }
  }

  /**
   * The matrix.
   *
   * @param tensor one row that {@link #requireOneLabel} takes
   * @param dims of the matrix, the row length first
   */
  static PieceSource source(SafetensorsTensor tensor, List<Long> dims, OutputType type) {
    int rowLength = Math.toIntExact(dims.get(0));
    PieceSource row = PlainMatrix.source(tensor, rowLength, RowOrdering.NONE, type);
    return shards -> new ClassifierRow(row.open(shards), type, rowLength, dims.get(1));
  }

  @Override
  public int count() {
    return Math.toIntExact((rows + pieceRows - 1) / pieceRows);
  }

  @Override
  public void encode(int piece, ByteBuffer out, ByteBuffer scratch) throws IOException {
    long first = (long) piece * pieceRows;
    long end = Math.min(first + pieceRows, rows);
    if (first == 0) {
      row.encode(0, out, scratch);
      first++;
    }
    float[] zeroes = new float[rowLength];
    for (long i = first; i < end; i++) {
      type.encoder().encode(zeroes, out);
    }
  }

  @Override
  public void read(long first, float[][] to, ByteBuffer scratch) throws IOException {
    for (float[] zeroes : to) {
      Arrays.fill(zeroes, 0);
    }
    if (first == 0) {
      row.read(0, new float[][] {to[0]}, scratch);
    }
  }
}
