package io.rank1.llama;

import io.rank1.core.Reranker;
import io.rank1.core.engine.EngineOptions;
import io.rank1.core.engine.RerankEngine;
import io.rank1.core.prompt.PromptTemplate;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.host.CpuShare;
import io.rank1.llama.host.HostMemory;
import io.rank1.llama.host.PhysicalCores;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reranker on a GGUF model in llama.cpp. Safe for use by several threads; holds the model's
 * memory until it is closed.
 */
public final class LlamaReranker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LlamaReranker.class);

  private final Reranker reranker;
  private final ModelSummary model;
  private final LlamaPlan plan;
  private final String runtime;
  private final List<String> missingMarkers;
  private volatile OptionalLong gpuBytes = OptionalLong.empty();

  private LlamaReranker(
      Reranker reranker,
      ModelSummary model,
      LlamaPlan plan,
      String runtime,
      List<String> missingMarkers) {
    this.reranker = reranker;
    this.model = model;
    this.plan = plan;
    this.runtime = runtime;
    this.missingMarkers = missingMarkers;
  }

  /**
   * Opens a model with everything chosen automatically.
   *
   * @throws io.rank1.llama.check.ModelUnusableException when the file cannot be used
   * @throws RuntimeUnusableException when llama.cpp cannot be used
   */
  public static LlamaReranker open(Path model) {
    return open(
        LlamaRuntime.embedded(),
        model,
        LlamaOptions.AUTO,
        EngineOptions.DEFAULT,
        PromptTemplate.PLAIN);
  }

  /**
   * Checks the file, plans the context, loads the model and starts the engine.
   *
   * @throws io.rank1.llama.check.ModelUnusableException when the file cannot be used, or does not
   *     fit into memory
   * @throws RuntimeUnusableException when llama.cpp cannot make the context, even a smaller one
   *     where the options leave that open, or GPUs were asked for that it does not have
   * @throws UnmetOptionsException when the options cannot be met with this model and memory
   */
  public static LlamaReranker open(
      LlamaRuntime runtime,
      Path file,
      LlamaOptions options,
      EngineOptions engineOptions,
      PromptTemplate template) {
    CpuShare share = CpuShare.ofThisProcess(); // from here on, so that the first step knows
    ModelSummary summary = ModelCheck.check(file);
    Machine machine = machine(runtime, options);
    LlamaPlan first = new Planner(machine).plan(summary, options);
    LlamaReranker opened =
        new Retreat(options, machine.memory())
            .open(
                first,
                plan -> {
                  ThreadCount threads = ThreadCount.of(options, plan, share);
                  return start(runtime, summary, plan, threads, engineOptions, template);
                });
    if (opened.plan.offload().isUsed()) {
      long taken = machine.gpuMemory() - free(machine.gpus());
      opened.gpuBytes = taken > 0 ? OptionalLong.of(taken) : OptionalLong.empty();
      LOG.info(
          "GPU memory: estimated {} MiB, taken {}",
          opened.plan.offload().bytes() >> 20,
          taken > 0 ? (taken >> 20) + " MiB" : "unknown: the driver does not tell");
    }
    return opened;
  }

  private static Machine machine(LlamaRuntime runtime, LlamaOptions options) {
    List<Device> gpus = GpuChoice.of(runtime, options.gpu());
    return new Machine(
        HostMemory.available(), PhysicalCores.count(), runtime.layout().kv(), gpus, free(gpus));
  }

  private static long free(List<Device> gpus) {
    return gpus.stream().mapToLong(Device::freeBytes).sum();
  }

  private static LlamaReranker start(
      LlamaRuntime runtime,
      ModelSummary summary,
      LlamaPlan plan,
      ThreadCount threads,
      EngineOptions engineOptions,
      PromptTemplate template) {
    LlamaModel model = LlamaModel.load(runtime, summary.path(), plan.offload());
    try {
      AnswerTokens answers = answers(model);
      List<String> missing = missingMarkers(model.vocabulary());
      RerankEngine engine =
          new RerankEngine(
              () -> LlamaRunner.create(model, plan, answers, threads),
              model.vocabulary(),
              engineOptions);
      Reranker reranker = new Reranker(engine, template, model);
      return new LlamaReranker(reranker, summary, plan, runtime.description(), missing);
    } catch (RuntimeException | Error e) {
      closeAfter(e, model);
      throw e;
    }
  }

  /** A vocabulary without the answers does not come by them with less memory. */
  private static AnswerTokens answers(LlamaModel model) {
    try {
      return AnswerTokens.of(model.vocabulary(), model.file());
    } catch (ModelUnusableException e) {
      throw new Retreat.FinalException(e);
    }
  }

  private static List<String> missingMarkers(LlamaVocabulary vocabulary) {
    return PromptTemplate.MARKERS.stream()
        .filter(
            marker -> {
              int[] tokens = vocabulary.literal(SegmentedText.literal(marker));
              return tokens.length != 1 || !vocabulary.isSpecial(tokens[0]);
            })
        .toList();
  }

  private static void closeAfter(Throwable problem, LlamaModel model) {
    try {
      model.close();
    } catch (RuntimeException e) {
      problem.addSuppressed(e);
    }
  }

  /** What scores pairs; closed with this. */
  public Reranker reranker() {
    return reranker;
  }

  /** What the file says of the model. */
  public ModelSummary model() {
    return model;
  }

  /**
   * Those of rank1's markers that the vocabulary has no token for, so that the prompt spells them:
   * published checkpoints of rank1 have both.
   */
  public List<String> missingMarkers() {
    return missingMarkers;
  }

  /** The model's file name, as results name it. */
  public String modelName() {
    return model.path().getFileName().toString();
  }

  /** The llama.cpp that runs it, as results name it. */
  public String runtime() {
    return runtime;
  }

  /**
   * Bytes of GPU memory that became taken while this was opened; empty when no GPU is used, or its
   * driver does not tell.
   */
  public OptionalLong gpuBytes() {
    return gpuBytes;
  }

  /** How the context is laid out. */
  public LlamaPlan plan() {
    return plan;
  }

  /** Completes what is unfinished as cancelled and frees everything. Closing again does nothing. */
  @Override
  public void close() {
    reranker.close();
  }
}
