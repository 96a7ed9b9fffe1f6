package io.rank1.llama;

import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import java.util.Locale;

/**
 * Chooses what a caller left open, from the model's shape and the memory at hand.
 *
 * @param machine what there is
 */
record Planner(Machine machine) {

  /** Prompt and reasoning of one pair in rank1's reference code. */
  static final int REFERENCE_CONTEXT = 16_000;

  /** In a unified cache more sequences at once decode no faster on a CPU (docs/PERFORMANCE.md). */
  static final int CPU_PARALLEL = 8;

  /** In a split cache they do, up to here. */
  static final int CPU_SPLIT_PARALLEL = 32;

  static final int GPU_PARALLEL = 256;

  /** A GPU with fewer has time left; a unified cache then serves more. */
  static final int LEAST_GPU_SPLIT_PARALLEL = 32;

  /**
   * With weights this small, sharing them saves less than more sequences cost, from the third on:
   * in a unified cache every token looks at the cells of all, in a split one the caches of all no
   * longer fit the processor's (docs/PERFORMANCE.md).
   */
  private static final int SMALL_MODEL_PARALLEL = 2;

  private static final long SMALL_MODEL = 256L << 20;

  /** Cells for one pair, on average: pairs seldom grow to the whole context. */
  static final int USUAL_PAIR = 4096;

  /** Fewer tokens than this hold no passage and no reasoning. */
  private static final int LEAST_CONTEXT = 256;

  private static final int CPU_BATCH = 512;
  private static final int GPU_BATCH = 2048;
  static final int UBATCH = 512;

  /**
   * @throws ModelUnusableException when the model does not fit into the memory
   * @throws UnmetOptionsException when what the caller asked for cannot be had
   */
  LlamaPlan plan(ModelSummary model, LlamaOptions asked) {
    requireTrained(model, asked);
    CacheCheck.check(machine, model, asked);
    if (asked.kvLayout() == KvLayout.SPLIT && !machine.canSplitCache()) {
      throw new UnmetOptionsException("the embedded llama.cpp has no split KV cache");
    }
    if (asked.gpu().sampling().isOn() && !machine.canSample()) {
      throw new UnmetOptionsException("the embedded llama.cpp has no backend sampling");
    }
    MemoryNeeds needs = new MemoryNeeds(model, asked, machine.kv(), mostSequences(asked));
    OffloadPlanner offloading = new OffloadPlanner(machine, needs, asked);
    int layers = offloading.layers();
    long affordable = offloading.affordableCells(layers, KvLayout.SPLIT);
    int context = context(model, asked, affordable, offloading, layers);
    KvLayout layout = layout(asked, affordable, context, layers);
    if (layout == KvLayout.UNIFIED) {
      affordable = offloading.affordableCells(layers, layout);
      context = context(model, asked, affordable, offloading, layers);
    }
    int parallel =
        asked.parallel() > 0
            ? asked.parallel()
            : parallel(model, asked, affordable, context, layout, layers);
    int cells = cells(layout, parallel, context, affordable, needs);
    int usual = Math.max(layers > 0 ? GPU_BATCH : CPU_BATCH, parallel * (1 + asked.drafts()));
    int batch = Math.min(cells, asked.batch() > 0 ? asked.batch() : usual);
    if (parallel > batch) {
      throw new UnmetOptionsException(
          parallel + " pairs at once do not fit a KV cache of " + cells + " tokens");
    }
    int ubatch = Math.min(batch, asked.ubatch() > 0 ? asked.ubatch() : UBATCH);
    return new LlamaPlan(
        context,
        parallel,
        cells,
        batch,
        ubatch,
        asked.threads() > 0 ? asked.threads() : machine.cores(),
        asked.flashAttention(),
        asked.cacheK(),
        asked.cacheV(),
        cells * needs.cellBytes(),
        layout,
        offloading.offload(layers, cells, layout),
        asked.gpu().sampling().isOn() ? BackendSampling.ON : BackendSampling.OFF,
        asked.drafts());
  }

  /** The most sequences that a plan can have. */
  private int mostSequences(LlamaOptions asked) {
    if (asked.parallel() > 0) {
      return asked.parallel();
    }
    if (!machine.gpus().isEmpty() && asked.gpu().layers() != 0) {
      return GPU_PARALLEL;
    }
    return machine.canSplitCache() ? CPU_SPLIT_PARALLEL : CPU_PARALLEL;
  }

  private static void requireTrained(ModelSummary model, LlamaOptions asked) {
    if (asked.context() > model.contextLength()) {
      throw new UnmetOptionsException(
          "a context of "
              + asked.context()
              + " tokens is more than the "
              + model.contextLength()
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
  }

  private int context(
      ModelSummary model,
      LlamaOptions asked,
      long affordable,
      OffloadPlanner offloading,
      int layers) {
    long trained = model.contextLength();
    long wanted = asked.context() > 0 ? asked.context() : Math.min(REFERENCE_CONTEXT, trained);
    long least = asked.context() > 0 ? wanted : Math.min(LEAST_CONTEXT, wanted);
    if (affordable < least) {
      boolean gpu = offloading.isShortOfGpuMemory(layers);
      throw new ModelUnusableException(
          String.format(
              Locale.ROOT,
              "%s: needs %d MiB for %s and a context of %d tokens, %d MiB %s are free; %s",
              model.path(),
              offloading.neededBytes(layers, least) >> 20,
              gpu ? layers + " layers" : "the weights",
              least,
              (gpu ? machine.gpuMemory() : machine.memory()) >> 20,
              gpu ? "of GPU memory" : "of memory",
              gpu
                  ? "offload fewer by --gpu-layers, or give a smaller --ctx"
                  : "take a smaller model or file, or give a smaller --ctx"));
    }
    return (int) Math.min(wanted, affordable);
  }

  /** Split wherever enough sequences get a whole context each, unified where memory is short. */
  private KvLayout layout(LlamaOptions asked, long affordable, int context, int layers) {
    if (asked.kvLayout() != KvLayout.AUTO) {
      return asked.kvLayout();
    }
    if (!machine.canSplitCache()) {
      return KvLayout.UNIFIED;
    }
    int enough = layers > 0 ? LEAST_GPU_SPLIT_PARALLEL : CPU_PARALLEL;
    int sequences = asked.parallel() > 0 ? asked.parallel() : enough;
    return affordable / context >= sequences ? KvLayout.SPLIT : KvLayout.UNIFIED;
  }

  private static int parallel(
      ModelSummary model,
      LlamaOptions asked,
      long affordable,
      int context,
      KvLayout layout,
      int layers) {
    int useful;
    long fitting;
    if (layers > 0) {
      useful = GPU_PARALLEL;
      fitting = affordable / (layout == KvLayout.SPLIT ? context : USUAL_PAIR);
    } else {
      int large = layout == KvLayout.SPLIT ? CPU_SPLIT_PARALLEL : CPU_PARALLEL;
      useful = model.fileSize() < SMALL_MODEL ? SMALL_MODEL_PARALLEL : large;
      // llama.cpp writes the whole cache once, so a split one takes its memory at once.
      fitting = layout == KvLayout.SPLIT ? affordable / 2 / context : affordable / 1024;
    }
    int most = asked.batch() > 0 ? Math.min(useful, asked.batch() / (1 + asked.drafts())) : useful;
    return (int) Math.max(1, Math.min(most, fitting));
  }

  private static int cells(
      KvLayout layout, int parallel, int context, long affordable, MemoryNeeds needs) {
    if (layout == KvLayout.UNIFIED) {
      long wanted = (long) parallel * Math.min(context, USUAL_PAIR);
      return (int) Math.max(context, Math.min(wanted, affordable));
    }
    long cells = (long) parallel * context;
    if (cells > affordable) {
      throw new UnmetOptionsException(
          String.format(
              Locale.ROOT,
              "%d pairs at once with a context of %d tokens each need %d MiB for a split KV cache,"
                  + " %d MiB are free",
              parallel,
              context,
              cells * needs.cellBytes() >> 20,
              affordable * needs.cellBytes() >> 20));
    }
    return (int) cells;
  }
}
