package io.rank1.llama;

import io.rank1.core.speculate.DraftLength;
import java.util.Objects;

/**
 * What a caller may ask of a context; 0 means that {@link Planner} chooses.
 *
 * @param context tokens of one pair, prompt and reasoning together
 * @param parallel pairs that are computed at once
 * @param batch tokens that one step may run
 * @param ubatch tokens that llama.cpp computes at once, at most {@code batch}
 * @param threads CPU threads; chosen ones become fewer while other processes keep cores busy
 * @param flashAttention whether attention is fused
 * @param cacheK how the KV cache stores keys
 * @param cacheV how it stores values
 * @param kvLayout how sequences share it
 * @param gpu what is asked of GPUs
 * @param drafts tokens of a pair that one step may run beside the one at hand, to be read each:
 *     guesses at those that follow; 0 for none, at most {@link DraftLength#LIMIT}
 */
public record LlamaOptions(
    int context,
    int parallel,
    int batch,
    int ubatch,
    int threads,
    FlashAttention flashAttention,
    CacheType cacheK,
    CacheType cacheV,
    KvLayout kvLayout,
    GpuOptions gpu,
    int drafts) {

  /** {@code GGML_MAX_N_THREADS}. */
  private static final int MOST_THREADS = 512;

  /** Each costs a row of logits; no device that llama.cpp runs on has use for more. */
  private static final int MOST_PARALLEL = 1024;

  /** Everything is chosen. */
  public static final LlamaOptions AUTO =
      new LlamaOptions(
          0,
          0,
          0,
          0,
          0,
          FlashAttention.AUTO,
          CacheType.F16,
          CacheType.F16,
          KvLayout.AUTO,
          GpuOptions.AUTO,
          0);

  /**
   * @throws IllegalArgumentException when a number is negative or beyond reason, the batches
   *     contradict each other, quantized values go without flash attention, or guesses do not go
   *     with the rest
   */
  public LlamaOptions {
    Objects.requireNonNull(flashAttention, "flashAttention");
    Objects.requireNonNull(cacheK, "cacheK");
    Objects.requireNonNull(cacheV, "cacheV");
    Objects.requireNonNull(kvLayout, "kvLayout");
    Objects.requireNonNull(gpu, "gpu");
    if (cacheV.isQuantized() && !flashAttention.isOn()) {
      throw new IllegalArgumentException(
          "a KV cache with quantized values (" + cacheV + ") needs flash attention");
    }
    if (context < 0 || parallel < 0 || batch < 0 || ubatch < 0 || threads < 0) {
      throw new IllegalArgumentException("context options must not be negative");
    }
    if (parallel > MOST_PARALLEL || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "at most "
              + MOST_PARALLEL
              + " pairs at once and "
              + MOST_THREADS
              + " threads can be had");
    }
    if (batch > 0 && parallel > batch) {
      throw new IllegalArgumentException(
          "a batch of " + batch + " tokens cannot decode " + parallel + " pairs at once");
    }
    if (drafts < 0 || drafts > DraftLength.LIMIT) {
      throw new IllegalArgumentException(
          "0 to " + DraftLength.LIMIT + " tokens can be guessed: " + drafts);
    }
    if (drafts > 0 && gpu.sampling().isOn()) {
      throw new IllegalArgumentException(
          "speculation reads a row of logits after each guess, and backend sampling hands out one"
              + " token per pair");
    }
    if (batch > 0 && (long) parallel * (1 + drafts) > batch) {
      throw new IllegalArgumentException(
          "a batch of "
              + batch
              + " tokens cannot hold "
              + drafts
              + " guesses of each of "
              + parallel
              + " pairs beside the token at hand");
    }
    if (batch > 0 && ubatch > batch) {
      throw new IllegalArgumentException("ubatch " + ubatch + " is larger than batch " + batch);
    }
  }

  public LlamaOptions withContext(int tokens) {
    return new LlamaOptions(
        tokens,
        parallel,
        batch,
        ubatch,
        threads,
        flashAttention,
        cacheK,
        cacheV,
        kvLayout,
        gpu,
        drafts);
  }

  public LlamaOptions withParallel(int pairs) {
    return new LlamaOptions(
        context,
        pairs,
        batch,
        ubatch,
        threads,
        flashAttention,
        cacheK,
        cacheV,
        kvLayout,
        gpu,
        drafts);
  }

  public LlamaOptions withBatch(int tokens) {
    return new LlamaOptions(
        context,
        parallel,
        tokens,
        ubatch,
        threads,
        flashAttention,
        cacheK,
        cacheV,
        kvLayout,
        gpu,
        drafts);
  }

  public LlamaOptions withUbatch(int tokens) {
    return new LlamaOptions(
        context,
        parallel,
        batch,
        tokens,
        threads,
        flashAttention,
        cacheK,
        cacheV,
        kvLayout,
        gpu,
        drafts);
  }

  public LlamaOptions withThreads(int count) {
    return new LlamaOptions(
        context,
        parallel,
        batch,
        ubatch,
        count,
        flashAttention,
        cacheK,
        cacheV,
        kvLayout,
        gpu,
        drafts);
  }

  public LlamaOptions withFlashAttention(FlashAttention choice) {
    return new LlamaOptions(
        context, parallel, batch, ubatch, threads, choice, cacheK, cacheV, kvLayout, gpu, drafts);
  }

  /** Keys and values alike. */
  public LlamaOptions withCacheType(CacheType type) {
    return new LlamaOptions(
        context,
        parallel,
        batch,
        ubatch,
        threads,
        flashAttention,
        type,
        type,
        kvLayout,
        gpu,
        drafts);
  }

  public LlamaOptions withCacheK(CacheType type) {
    return new LlamaOptions(
        context,
        parallel,
        batch,
        ubatch,
        threads,
        flashAttention,
        type,
        cacheV,
        kvLayout,
        gpu,
        drafts);
  }

  public LlamaOptions withCacheV(CacheType type) {
    return new LlamaOptions(
        context,
        parallel,
        batch,
        ubatch,
        threads,
        flashAttention,
        cacheK,
        type,
        kvLayout,
        gpu,
        drafts);
  }

  public LlamaOptions withKvLayout(KvLayout layout) {
    return new LlamaOptions(
        context,
        parallel,
        batch,
        ubatch,
        threads,
        flashAttention,
        cacheK,
        cacheV,
        layout,
        gpu,
        drafts);
  }

  public LlamaOptions withGpu(GpuOptions options) {
    return new LlamaOptions(
        context,
        parallel,
        batch,
        ubatch,
        threads,
        flashAttention,
        cacheK,
        cacheV,
        kvLayout,
        options,
        drafts);
  }

  public LlamaOptions withDrafts(int tokens) {
    return new LlamaOptions(
        context,
        parallel,
        batch,
        ubatch,
        threads,
        flashAttention,
        cacheK,
        cacheV,
        kvLayout,
        gpu,
        tokens);
  }
}
