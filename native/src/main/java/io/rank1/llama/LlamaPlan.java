package io.rank1.llama;

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
 * @param cacheType how the KV cache stores its numbers
 * @param cacheBytes memory of the KV cache
 */
public record LlamaPlan(
    int context,
    int parallel,
    int cells,
    int batch,
    int ubatch,
    int threads,
    FlashAttention flashAttention,
    CacheType cacheType,
    long cacheBytes) {

  public LlamaPlan {
    Objects.requireNonNull(flashAttention, "flashAttention");
    Objects.requireNonNull(cacheType, "cacheType");
    boolean fits = context <= cells && batch <= cells && parallel <= batch && ubatch <= batch;
    boolean positive = context > 0 && parallel > 0 && batch > 0 && ubatch > 0 && threads > 0;
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
              + threads);
    }
  }

  /** The plan on one line. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "context %d, parallel %d, %d threads, batch %d/%d, KV cache of %d tokens in %d MiB",
        context,
        parallel,
        threads,
        batch,
        ubatch,
        cells,
        cacheBytes >> 20);
  }
}
