package io.rank1.llama.abi;

/** How a build's KV cache works. */
public enum KvGeneration {
  /**
   * One pool of cells for all sequences ({@code llama_kv_self_*}). A batch needs its cells in one
   * run, and a call may run one ubatch only: when a later one finds no room, b4916 restores its
   * cache wrongly.
   */
  SELF,
  /**
   * A pool for all sequences or a stream for each ({@code llama_memory_*}). A call finds room for
   * all its ubatches before it computes the first.
   */
  MEMORY
}
