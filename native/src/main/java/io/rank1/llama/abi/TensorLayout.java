package io.rank1.llama.abi;

/**
 * Offsets in {@code struct ggml_tensor} of {@code ggml.h}, as they are in 0.5.0. It is made by
 * functions only, so nothing tells its layout: what is read is to be compared with what is known.
 */
public final class TensorLayout {

  /** {@code int64_t ne[4]}: items of each dimension. */
  public static final long ITEMS = 16;

  /** {@code size_t nb[4]}: bytes from one item of a dimension to the next. */
  public static final long STRIDES = 48;

  /** {@code ggml_tensor * view_src}: whose data it shows, itself no view; NULL for its own. */
  public static final long VIEW_SOURCE = 232;

  /** {@code size_t view_offs}: from which byte of them. */
  public static final long VIEW_OFFSET = 240;

  private TensorLayout() {}
}
