package io.rank1.llama;

import io.rank1.llama.abi.KvGeneration;
import io.rank1.llama.check.ModelSummary;

/**
 * About what running a model on the CPU takes, in bytes: what {@link Planner} reckons with, for a
 * KV cache in F16 that has room for a whole context of every pair.
 *
 * @param weights the file, which is mapped
 * @param cache the KV cache
 * @param buffers llama.cpp's compute buffers, rows of logits and Java's heap
 */
public record MemoryEstimate(long weights, long cache, long buffers) {

  /**
   * Estimates for a model.
   *
   * @param model only its sizes count
   * @param context tokens of one pair, one at least
   * @param parallel pairs at once, one at least
   * @throws IllegalArgumentException for numbers that no context can have
   */
  public static MemoryEstimate of(ModelSummary model, int context, int parallel) {
    if (context < 1 || parallel < 1) {
      throw new IllegalArgumentException("context and parallel must be positive");
    }
    LlamaOptions asked = LlamaOptions.AUTO.withContext(context).withParallel(parallel);
    MemoryNeeds needs = new MemoryNeeds(model, asked, KvGeneration.SELF, parallel);
    long cells = (long) context * parallel;
    return new MemoryEstimate(model.fileSize(), cells * needs.cellBytes(), needs.hostBuffers());
  }

  /** All of it. */
  public long total() {
    return weights + cache + buffers;
  }
}
