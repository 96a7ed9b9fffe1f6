package io.rank1.llama;

import io.rank1.llama.check.ModelSummary;

/**
 * Estimates of the memory that llama.cpp takes.
 *
 * @param model the model
 * @param asked what the caller asked for
 */
record MemoryNeeds(ModelSummary model, LlamaOptions asked) {

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

  /** What the host needs beside weights and KV cache. */
  long hostBuffers() {
    return HOST_BUFFERS + logits() + sampled();
  }

  /** What the GPUs need beside weights and KV cache. */
  long gpuBuffers() {
    return GPU_BUFFERS + logits();
  }

  /**
   * With backend sampling, llama.cpp sets aside a row of logits, one of probabilities and one of
   * candidates for each sequence besides, on the host.
   */
  private long sampled() {
    if (!asked.gpu().sampling().isOn()) {
      return 0;
    }
    long rows = asked.parallel() > 0 ? asked.parallel() : Planner.GPU_PARALLEL;
    return 3 * rows * model.vocabularySize() * Float.BYTES;
  }

  /** Rows of logits, computed and handed out. */
  private long logits() {
    long rows =
        Math.max(Planner.UBATCH, asked.ubatch()) + Math.max(Planner.CPU_PARALLEL, asked.parallel());
    return rows * model.vocabularySize() * Float.BYTES;
  }
}
