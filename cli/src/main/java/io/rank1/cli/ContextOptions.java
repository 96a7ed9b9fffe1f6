package io.rank1.cli;

import io.rank1.llama.CacheType;
import io.rank1.llama.FlashAttention;
import io.rank1.llama.KvLayout;
import io.rank1.llama.LlamaOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for memory and speed; what is not given is chosen. */
final class ContextOptions {

  @Option(
      names = "--ctx",
      paramLabel = "N",
      converter = PositiveInt.class,
      description =
          "Tokens of one pair, prompt and reasoning together"
              + " (default: 16000, or less where model or memory do not allow it).")
  private int context;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "Pairs that are computed at once (default: by model and memory).")
  private int parallel;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "Tokens that one step may run (default: 512).")
  private int batch;

  @Option(
      names = "--ubatch",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "Tokens that llama.cpp computes at once (default: as --batch).")
  private int ubatch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = PositiveInt.class,
      description = "CPU threads (default: physical cores).")
  private int threads;

  @Option(
      names = "--flash-attn",
      paramLabel = "auto|on|off",
      defaultValue = "auto",
      description = "Compute attention in one fused operation (default: auto).")
  private FlashAttention flashAttention;

  @Option(
      names = "--cache-type-k",
      paramLabel = "f32|f16|q8_0|q4_0",
      defaultValue = "f16",
      description = "How the KV cache stores keys (default: f16).")
  private CacheType cacheK;

  @Option(
      names = "--cache-type-v",
      paramLabel = "f32|f16|q8_0|q4_0",
      defaultValue = "f16",
      description =
          "How the KV cache stores values; q8_0 and q4_0 need flash attention (default: f16).")
  private CacheType cacheV;

  @Option(
      names = "--kv",
      paramLabel = "auto|unified|split",
      defaultValue = "auto",
      description =
          "One KV cache for all pairs, or a part for each, long enough for its context; the"
              + " embedded llama.cpp has the first only (default: auto).")
  private KvLayout kvLayout;

  @Mixin private OffloadOptions offload;

  /**
   * @throws IllegalArgumentException when the options contradict each other
   */
  LlamaOptions options() {
    return LlamaOptions.AUTO
        .withContext(context)
        .withParallel(parallel)
        .withBatch(batch)
        .withUbatch(ubatch)
        .withThreads(threads)
        .withFlashAttention(flashAttention)
        .withCacheK(cacheK)
        .withCacheV(cacheV)
        .withKvLayout(kvLayout)
        .withGpu(offload.options());
  }
}
