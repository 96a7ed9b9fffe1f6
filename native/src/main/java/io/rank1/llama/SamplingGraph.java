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

  /** Logits that are left of a row: those of the two answers. */
  static final int LOGITS_LEFT = 2;

  // llama_sampler_data: logits, probs, sampled, candidates
  private static final int LOGITS = 0;
  private static final int SAMPLED = 2 * Native.POINTER_SIZE;

  private final AnswerTokens answers;
  private final long rowBytes;
  private Pointer matrix; // of the graph that is being built; null before its first row
  private Pointer tokens; // one a row of the matrix
  private Pointer pairs; // two logits a row

  SamplingGraph(AnswerTokens answers, int vocabularySize) {
    this.answers = answers;
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
   * @param data {@code llama_sampler_data} with the logits of one row; then with the token and the
   *     logits of the two answers
   */
  void add(Pointer context, Pointer data) {
    Pointer logits = data.getPointer(LOGITS);
    Pointer whole = matrixOf(context, logits);
    if (whole == null) {
      data.setPointer(SAMPLED, GgmlApi.ggml_argmax(context, logits));
      data.setPointer(LOGITS, concat(context, answer(context, logits), other(context, logits)));
      return;
    }
    if (!whole.equals(matrix)) {
      begin(context, whole);
    }
    long row = logits.getLong(TensorLayout.VIEW_OFFSET) / rowBytes;
    data.setPointer(SAMPLED, GgmlApi.ggml_view_1d(context, tokens, 1, row * Integer.BYTES));
    long pair = row * LOGITS_LEFT * Float.BYTES;
    data.setPointer(LOGITS, GgmlApi.ggml_view_1d(context, pairs, LOGITS_LEFT, pair));
  }

  private void begin(Pointer context, Pointer whole) {
    matrix = whole;
    tokens = GgmlApi.ggml_argmax(context, whole);
    pairs = concat(context, column(context, answers.yes()), column(context, answers.no()));
    GgmlApi.ggml_set_output(tokens);
    GgmlApi.ggml_set_output(pairs);
  }

  private Pointer column(Pointer context, int token) {
    long rows = matrix.getLong(TensorLayout.ITEMS + Long.BYTES);
    return GgmlApi.ggml_view_2d(context, matrix, 1, rows, rowBytes, (long) token * Float.BYTES);
  }

  private Pointer answer(Pointer context, Pointer logits) {
    return GgmlApi.ggml_view_1d(context, logits, 1, (long) answers.yes() * Float.BYTES);
  }

  private Pointer other(Pointer context, Pointer logits) {
    return GgmlApi.ggml_view_1d(context, logits, 1, (long) answers.no() * Float.BYTES);
  }

  private static Pointer concat(Pointer context, Pointer yes, Pointer no) {
    return GgmlApi.ggml_concat(context, yes, no, 0);
  }

  /**
   * The matrix that a row is of, or null where that is not sure: a view made here must show the
   * same matrix, as far behind the row as was asked for, and sizes must be those of logits.
   */
  private Pointer matrixOf(Pointer context, Pointer logits) {
    Pointer view = answer(context, logits);
    Pointer source = logits.getPointer(TensorLayout.VIEW_SOURCE);
    long from = logits.getLong(TensorLayout.VIEW_OFFSET);
    long behind = view.getLong(TensorLayout.VIEW_OFFSET) - from;
    boolean isRow =
        source != null
            && source.equals(view.getPointer(TensorLayout.VIEW_SOURCE))
            && behind == (long) answers.yes() * Float.BYTES
            && source.getLong(TensorLayout.ITEMS) * Float.BYTES == rowBytes
            && source.getLong(TensorLayout.STRIDES) == Float.BYTES
            && source.getLong(TensorLayout.STRIDES + Long.BYTES) == rowBytes
            && from % rowBytes == 0
            && from / rowBytes < source.getLong(TensorLayout.ITEMS + Long.BYTES);
    return isRow ? source : null;
  }
}
