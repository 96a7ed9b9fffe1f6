package io.rank1.llama;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.rank1.llama.abi.TensorLayout;
import io.rank1.llama.raw.GgmlApi;

/**
 * The operations that choose tokens in a graph. llama.cpp gives each sequence its row of logits,
 * which is a view of the matrix of all; one operation for the whole matrix is to a GPU what one for
 * a row is. Where a row is no such view, it gets operations of its own.
 */
final class SamplingGraph {

  private static final long ROW_BYTES = TensorLayout.STRIDES + Long.BYTES;

  // llama_sampler_data: logits, probs, sampled, candidates
  private static final int LOGITS = 0;
  private static final int SAMPLED = 2 * Native.POINTER_SIZE;

  private final int[] logitsOf;
  private final long rowBytes;
  private Pointer matrix; // of the graph that is being built; null before its first row
  private Pointer tokens; // one a row of the matrix
  private Pointer numbers; // the logits left of a row, and the sum of all

  /**
   * @param logitsOf the tokens whose logits are left of a row; at least one
   */
  SamplingGraph(int[] logitsOf, int vocabularySize) {
    this.logitsOf = logitsOf;
    this.rowBytes = (long) vocabularySize * Float.BYTES;
  }

  /** To be told when another graph begins, as its tensors may lie where those of the last did. */
  void begin() {
    matrix = null;
  }

  /**
   * Adds what chooses one token.
   *
   * @param context the graph's {@code ggml_context}
   * @param data {@code llama_sampler_data} with the logits of one row; then with the token, the
   *     logits that are left, and the sum of all logits, which shows whether all are numbers
   * @return whether the row is of the model's vocabulary; that of a graph in which llama.cpp only
   *     tries whether a device has the operations is not
   */
  boolean add(Pointer context, Pointer data) {
    Pointer logits = data.getPointer(LOGITS);
    Pointer whole = matrixOf(context, logits);
    if (whole == null) {
      data.setPointer(SAMPLED, GgmlApi.ggml_argmax(context, logits));
      data.setPointer(LOGITS, numbers(context, logits, 1, logits.getLong(ROW_BYTES)));
      return logits.getLong(TensorLayout.ITEMS) * Float.BYTES == rowBytes;
    }
    if (!whole.equals(matrix)) {
      begin(context, whole);
    }
    long row = logits.getLong(TensorLayout.VIEW_OFFSET) / rowBytes;
    data.setPointer(SAMPLED, GgmlApi.ggml_view_1d(context, tokens, 1, row * Integer.BYTES));
    int left = logitsOf.length + 1;
    long from = row * left * Float.BYTES;
    data.setPointer(LOGITS, GgmlApi.ggml_view_1d(context, numbers, left, from));
    return true;
  }

  private void begin(Pointer context, Pointer whole) {
    Pointer largest = GgmlApi.ggml_argmax(context, whole);
    long rows = whole.getLong(TensorLayout.ITEMS + Long.BYTES);
    Pointer rest = numbers(context, whole, rows, rowBytes);
    GgmlApi.ggml_set_output(largest);
    GgmlApi.ggml_set_output(rest);
    tokens = largest;
    numbers = rest;
    matrix = whole; // last: what throws above is seen by JNA only, and the next row tries again
  }

  private Pointer numbers(Pointer context, Pointer logits, long rows, long bytes) {
    Pointer left = column(context, logits, rows, bytes, logitsOf[0]);
    for (int i = 1; i < logitsOf.length; i++) {
      Pointer next = column(context, logits, rows, bytes, logitsOf[i]);
      left = GgmlApi.ggml_concat(context, left, next, 0);
    }
    return GgmlApi.ggml_concat(context, left, GgmlApi.ggml_sum_rows(context, logits), 0);
  }

  private static Pointer column(Pointer context, Pointer logits, long rows, long bytes, int token) {
    return GgmlApi.ggml_view_2d(context, logits, 1, rows, bytes, (long) token * Float.BYTES);
  }

  /**
   * The matrix that a row is of, or null where that is not sure: a view made here must show the
   * same matrix, as far behind the row as was asked for, and sizes must be those of logits.
   */
  private Pointer matrixOf(Pointer context, Pointer logits) {
    long apart = (long) logitsOf[0] * Float.BYTES;
    Pointer view = GgmlApi.ggml_view_1d(context, logits, 1, apart);
    Pointer source = logits.getPointer(TensorLayout.VIEW_SOURCE);
    long from = logits.getLong(TensorLayout.VIEW_OFFSET);
    long behind = view.getLong(TensorLayout.VIEW_OFFSET) - from;
    boolean isRow =
        source != null
            && source.equals(view.getPointer(TensorLayout.VIEW_SOURCE))
            && behind == apart
            && source.getLong(TensorLayout.ITEMS) * Float.BYTES == rowBytes
            && source.getLong(TensorLayout.STRIDES) == Float.BYTES
            && source.getLong(ROW_BYTES) == rowBytes
            && from % rowBytes == 0
            && from / rowBytes < source.getLong(TensorLayout.ITEMS + Long.BYTES);
    return isRow ? source : null;
  }
}
