package io.rank1.llama;

import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;

/**
 * Chooses what a caller left open, from the model's shape and the memory at hand.
 *
 * @param memory bytes that can be allocated
 * @param cores physical cores
 */
record Planner(long memory, int cores) {

  /** Prompt and reasoning of one pair in rank1's reference code. */
  static final int REFERENCE_CONTEXT = 16_000;

  /** On a CPU more sequences at once decode no faster (docs/PERFORMANCE.md). */
  static final int CPU_PARALLEL = 8;

  /**
   * In b4916's unified cache every token looks at the cells of all sequences. With weights this
   * small that costs more than sharing them saves, from the third sequence on.
   */
  private static final int SMALL_MODEL_PARALLEL = 2;

  private static final long SMALL_MODEL = 256L << 20;

  /** Cells for one pair, on average: pairs seldom grow to the whole context. */
  private static final int USUAL_PAIR = 4096;

  /** Fewer tokens than this hold no passage and no reasoning. */
  private static final int LEAST_CONTEXT = 256;

  private static final int CPU_BATCH = 512;

  /** llama.cpp's compute buffers but for logits, and Java's heap. */
  private static final long OTHER_MEMORY = 256L << 20;

  /**
   * @throws ModelUnusableException when the model does not fit into the memory
   * @throws UnmetOptionsException when what the caller asked for cannot be had
   */
  LlamaPlan plan(ModelSummary model, LlamaOptions asked) {
    int bytes = asked.cacheType().bytes();
    long cellBytes = model.kvBytesPerToken(bytes, bytes);
    long free = memory - model.fileSize() - otherMemory(model, asked);
    long affordable = Math.max(0, free) / cellBytes;
    int context = context(model, asked, affordable, cellBytes);
    int parallel = asked.parallel() > 0 ? asked.parallel() : parallel(model, asked, affordable);
    long wanted = (long) parallel * Math.min(context, USUAL_PAIR);
    int cells = (int) Math.max(context, Math.min(wanted, affordable));
    int batch = Math.min(cells, asked.batch() > 0 ? asked.batch() : Math.max(CPU_BATCH, parallel));
    if (parallel > batch) {
      throw new UnmetOptionsException(
          parallel + " pairs at once do not fit a KV cache of " + cells + " tokens");
    }
    int ubatch = Math.min(batch, asked.ubatch() > 0 ? asked.ubatch() : CPU_BATCH);
    return new LlamaPlan(
        context,
        parallel,
        cells,
        batch,
        ubatch,
        asked.threads() > 0 ? asked.threads() : cores,
        asked.flashAttention(),
        asked.cacheType(),
        cells * cellBytes);
  }

  /** Rows of logits, computed and handed out, and the rest. */
  private static long otherMemory(ModelSummary model, LlamaOptions asked) {
    long rows = Math.max(CPU_BATCH, asked.ubatch()) + Math.max(CPU_PARALLEL, asked.parallel());
    return OTHER_MEMORY + rows * model.vocabularySize() * Float.BYTES;
  }

  private int context(ModelSummary model, LlamaOptions asked, long affordable, long cellBytes) {
    long trained = model.contextLength();
    if (asked.context() > trained) {
      throw new UnmetOptionsException(
          "a context of "
              + asked.context()
              + " tokens is more than the "
              + trained
              + " that the model was trained for");
    }
    if (asked.context() > 0 && asked.context() < LEAST_CONTEXT) {
      throw new UnmetOptionsException(
          "a context of "
              + asked.context()
              + " tokens is too short: "
              + LEAST_CONTEXT
              + " is the least");
    }
    long wanted = asked.context() > 0 ? asked.context() : Math.min(REFERENCE_CONTEXT, trained);
    long least = asked.context() > 0 ? wanted : Math.min(LEAST_CONTEXT, wanted);
    if (affordable < least) {
      throw new ModelUnusableException(
          String.format(
              "%s: needs %d MiB for the weights and a context of %d tokens, %d MiB are free",
              model.path(),
              (model.fileSize() + otherMemory(model, asked) + least * cellBytes) >> 20,
              least,
              memory >> 20));
    }
    return (int) Math.min(wanted, affordable);
  }

  private static int parallel(ModelSummary model, LlamaOptions asked, long affordable) {
    int useful = model.fileSize() < SMALL_MODEL ? SMALL_MODEL_PARALLEL : CPU_PARALLEL;
    int most = asked.batch() > 0 ? Math.min(useful, asked.batch()) : useful;
    return (int) Math.max(1, Math.min(most, affordable / 1024));
  }
}
