package io.rank1.llama;

/** How a model is laid over several GPUs; ids as in {@code enum llama_split_mode}. */
public enum SplitMode {
  /** On one. */
  NONE,
  /** Whole layers to each. */
  LAYER,
  /** The rows of each matrix to all. */
  ROW
}
