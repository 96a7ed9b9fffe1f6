package io.rank1.llama;

/** How sequences share the KV cache. */
public enum KvLayout {
  /** {@link Planner} chooses. */
  AUTO,
  /**
   * One pool of cells, which a long pair may take more of than a short one. Every token's attention
   * passes over the cells of all sequences.
   */
  UNIFIED,
  /** A stream of cells for each sequence, long enough for its whole context. */
  SPLIT
}
