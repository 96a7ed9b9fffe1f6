package io.rank1.llama.raw;

import com.sun.jna.Pointer;

/** Operations that a sampler adds to a graph. */
public final class GgmlApi {

  private GgmlApi() {}

  public static native Pointer ggml_argmax(Pointer context, Pointer tensor);

  public static native Pointer ggml_sum_rows(Pointer context, Pointer tensor);

  public static native Pointer ggml_view_1d(Pointer context, Pointer tensor, long items, long from);

  public static native Pointer ggml_view_2d(
      Pointer context, Pointer tensor, long items, long rows, long rowBytes, long from);

  public static native void ggml_set_output(Pointer tensor);

  public static native Pointer ggml_concat(Pointer context, Pointer first, Pointer second, int dim);
}
