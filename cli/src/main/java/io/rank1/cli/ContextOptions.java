package io.rank1.cli;

import io.rank1.llama.FlashAttention;
import io.rank1.llama.LlamaOptions;
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
        .withFlashAttention(flashAttention);
  }
}
