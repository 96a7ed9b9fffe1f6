package io.rank1.llama;

import io.rank1.llama.abi.KvGeneration;
import java.util.Locale;
import java.util.Objects;

/**
 * How a context is laid out: every number chosen.
 *
 * @param context tokens of one pair, at most {@code cells}
 * @param parallel pairs computed at once
 * @param cells tokens that the KV cache holds over all pairs
 * @param batch tokens that one step may run, at most {@code cells}
 * @param ubatch tokens that llama.cpp computes at once
 * @param threads CPU threads
 * @param flashAttention whether attention is fused
 * @param cacheK how the KV cache stores keys
 * @param cacheV how it stores values
 * @param cacheBytes memory of the KV cache
 * @param kvLayout how sequences share it; with {@link KvLayout#SPLIT}, {@code cells} is {@code
 *     parallel} times {@code context}
 * @param offload what is computed on GPUs
 * @param sampling whether the backend chooses tokens: on or off
 * @param drafts tokens that are run and read for a pair beside the one at hand, at most
 */
public record LlamaPlan(
    int context,
    int parallel,
    int cells,
    int batch,
    int ubatch,
    int threads,
    FlashAttention flashAttention,
    CacheType cacheK,
    CacheType cacheV,
    long cacheBytes,
    KvLayout kvLayout,
    Offload offload,
    BackendSampling sampling,
    int drafts) {

  public LlamaPlan {
    Objects.requireNonNull(flashAttention, "flashAttention");
    Objects.requireNonNull(cacheK, "cacheK");
    Objects.requireNonNull(cacheV, "cacheV");
    Objects.requireNonNull(offload, "offload");
    Objects.requireNonNull(sampling, "sampling");
    if (sampling == BackendSampling.AUTO) {
      throw new IllegalArgumentException("backend sampling is not chosen");
    }
    if (kvLayout == KvLayout.AUTO
        || kvLayout == KvLayout.SPLIT && cells != (long) parallel * context) {
      throw new IllegalArgumentException(
          "a " + kvLayout + " cache of " + cells + " cells for " + parallel + " x " + context);
    }
    boolean fits = context <= cells && batch <= cells && parallel <= batch && ubatch <= batch;
    boolean canDraft = drafts == 0 || drafts > 0 && !sampling.isOn();
    boolean positive =
        canDraft && context > 0 && parallel > 0 && batch > 0 && ubatch > 0 && threads > 0;
    if (!positive || !fits) {
      throw new IllegalArgumentException(
          "contradictory plan: context "
              + context
              + ", parallel "
              + parallel
              + ", cells "
              + cells
              + ", batch "
              + batch
              + ", ubatch "
              + ubatch
              + ", threads "
              + threads
              + ", drafts "
              + drafts);
    }
  }

  /**
   * Whether flash attention is computed by a build that has to be told: b4916 asserts on a cache in
   * F32 there, and newer ones find out by themselves.
   */
  boolean flashAttentionOn() {
    boolean isF32 = cacheK == CacheType.F32 || cacheV == CacheType.F32;
    return flashAttention == FlashAttention.AUTO ? !isF32 : flashAttention.isOn();
  }

  /** Rows that one step may read of a pair. */
  int rowsEach() {
    return 1 + drafts;
  }

  /** Tokens that one {@code llama_decode} may be given: see {@link KvGeneration}. */
  int callTokens(KvGeneration kv) {
    return kv == KvGeneration.SELF ? ubatch : batch;
  }

  /** The plan on one line. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "context %d, parallel %d, %d threads, batch %d/%d, %s KV cache of %d tokens in %d MiB, %s%s%s",
        context,
        parallel,
        threads,
        batch,
        ubatch,
        kvLayout == KvLayout.SPLIT ? "split" : "unified",
        cells,
        cacheBytes >> 20,
        offload.describe(),
        sampling.isOn() ? ", backend sampling" : "",
        drafts > 0 ? ", " + drafts + " drafts" : "");
  }
}
