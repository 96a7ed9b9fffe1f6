package io.rank1.llama;

import io.rank1.llama.abi.KvGeneration;
import io.rank1.llama.check.ModelSummary;

/**
 * Estimates of the memory that llama.cpp takes.
 *
 * @param model the model
 * @param asked what the caller asked for
 * @param kv the library's generation
 * @param sequences the most that may run at once
 */
record MemoryNeeds(ModelSummary model, LlamaOptions asked, KvGeneration kv, int sequences) {

  /** llama.cpp's compute buffers but for logits, and Java's heap. */
  private static final long HOST_BUFFERS = 256L << 20;

  /** Compute buffers but for logits, and what the driver takes for a process. */
  static final long GPU_BUFFERS = 1024L << 20;

  /** Bytes of KV cache that one token takes, over all layers. */
  long cellBytes() {
    return model.kvBytesPerToken(asked.cacheK().bytes(), asked.cacheV().bytes());
  }

  /**
   * Bytes of the attention's mask that a cell takes: for every token of a ubatch a number in F32,
   * and one in F16 for flash attention.
   */
  long maskBytes() {
    return 6L * (asked.ubatch() > 0 ? asked.ubatch() : Planner.UBATCH);
  }

  /** Layers that can be offloaded: the blocks and the output. */
  int layers() {
    return model.layers() + 1;
  }

  /** Bytes of weights that one layer takes, on average. */
  long layerBytes() {
    return model.fileSize() / layers();
  }

  /** What the host needs beside weights and KV cache, if it computes the logits. */
  long hostBuffers() {
    long handedOut = isSampling() ? 4 : 1; // with probabilities and candidates
    return HOST_BUFFERS + (computedRows() + handedOut * readRows()) * rowBytes();
  }

  /** What the GPUs need beside weights and KV cache. */
  long gpuBuffers() {
    return GPU_BUFFERS + computedRows() * rowBytes();
  }

  /** Rows of logits for which there is room: b4916 has some for every token of a ubatch. */
  private long computedRows() {
    long rows = kv == KvGeneration.SELF ? Math.max(Planner.UBATCH, asked.ubatch()) : readRows();
    return isSampling() ? 2 * rows : rows; // samplers see them with a row more
  }

  /** Rows that one step may read: of every sequence one, and one for each guess. */
  private long readRows() {
    return (long) sequences * (1 + asked.drafts());
  }

  private boolean isSampling() {
    return asked.gpu().sampling().isOn();
  }

  private long rowBytes() {
    return (long) model.vocabularySize() * Float.BYTES;
  }
}
