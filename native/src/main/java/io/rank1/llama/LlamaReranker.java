package io.rank1.llama;

import io.rank1.core.EngineReranker;
import io.rank1.core.ForwardingReranker;
import io.rank1.core.RerankMethod;
import io.rank1.core.RerankerOptions;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.rank1.PromptTemplate;
import io.rank1.core.rank1.Rank1;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.speculate.DraftSource;
import io.rank1.core.speculate.Speculation;
import io.rank1.core.speculate.SpeculationStats;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.llama.host.CpuShare;
import io.rank1.llama.host.HostMemory;
import io.rank1.llama.host.PhysicalCores;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reranker on a GGUF model in llama.cpp. Safe for use by several threads; holds the model's
 * memory until it is closed or shut down.
 */
public final class LlamaReranker extends ForwardingReranker {

  private static final Logger LOG = LoggerFactory.getLogger(LlamaReranker.class);

  private final ModelSummary model;
  private final LlamaPlan plan;
  private final String runtime;
  private final List<String> missingMarkers;
  private final Optional<Speculation> speculation;
  private volatile OptionalLong gpuBytes = OptionalLong.empty();

  private LlamaReranker(
      EngineReranker reranker,
      ModelSummary model,
      LlamaPlan plan,
      String runtime,
      List<String> missingMarkers,
      Optional<Speculation> speculation) {
    super(reranker);
    this.model = model;
    this.plan = plan;
    this.runtime = runtime;
    this.missingMarkers = missingMarkers;
    this.speculation = speculation;
  }

  /**
   * Opens a model with everything chosen automatically, on the embedded llama.cpp.
   *
   * @throws UnusableException as {@link Builder#open}
   */
  public static LlamaReranker open(Path model) {
    return builder(model).open();
  }

  /** Begins with a model in GGUF. */
  public static Builder builder(Path model) {
    return new Builder(model);
  }

  /** Collects how a model is to be opened. */
  public static final class Builder {

    private final Path file;
    private Supplier<LlamaRuntime> runtime = LlamaRuntime::embedded;
    private LlamaOptions llama = LlamaOptions.AUTO;
    private RerankerOptions reranker = RerankerOptions.DEFAULT;
    private RerankMethod method = Rank1.PLAIN;
    private Optional<Drafts> drafts = Optional.empty();

    private Builder(Path file) {
      this.file = Objects.requireNonNull(file, "file");
    }

    /** The llama.cpp to run it on (default: the embedded one). */
    public Builder runtime(LlamaRuntime library) {
      Objects.requireNonNull(library, "library");
      runtime = () -> library;
      return this;
    }

    /** How the context is laid out, and on which devices (default: all is chosen). */
    public Builder llama(LlamaOptions options) {
      llama = Objects.requireNonNull(options, "options");
      return this;
    }

    /** Budgets, queue and callbacks. */
    public Builder options(RerankerOptions options) {
      reranker = Objects.requireNonNull(options, "options");
      return this;
    }

    /** What the model is asked and what is made of its words (default: rank1's own prompt). */
    public Builder method(RerankMethod family) {
      method = Objects.requireNonNull(family, "family");
      return this;
    }

    /** Whether chains are decoded by guesses, and by which (default: they are not). */
    public Builder speculation(Drafts guesses) {
      drafts = Optional.of(guesses);
      return this;
    }

    /**
     * Checks the file, plans the context, loads the model and starts the engine.
     *
     * @throws io.rank1.llama.check.ModelUnusableException when the file cannot be used, or does not
     *     fit into memory
     * @throws RuntimeUnusableException when llama.cpp cannot be used or cannot make the context,
     *     even a smaller one where the options leave that open, or GPUs were asked for that it does
     *     not have
     * @throws UnmetOptionsException when the options cannot be met with this model and memory
     */
    public LlamaReranker open() {
      LlamaOptions options =
          drafts.map(guesses -> llama.withDrafts(guesses.length().most())).orElse(llama);
      return LlamaReranker.open(runtime.get(), file, options, reranker, method, drafts);
    }
  }

  private static LlamaReranker open(
      LlamaRuntime runtime,
      Path file,
      LlamaOptions options,
      RerankerOptions rerankerOptions,
      RerankMethod method,
      Optional<Drafts> drafts) {
    CpuShare share = CpuShare.ofThisProcess(); // from here on, so that the first step knows
    ModelSummary summary = ModelCheck.check(file);
    runtime.requireKnows(summary);
    HeadUse.requireTokens(summary);
    Machine machine = machine(runtime, options);
    Optional<ModelSummary> draft = drafts.flatMap(Drafts::model).map(ModelCheck::check);
    LlamaPlan first = new Planner(machine).plan(summary, options);
    LlamaReranker opened =
        new Retreat(options, machine.memory())
            .open(
                first,
                plan -> {
                  ThreadCount threads = ThreadCount.of(options, plan, share);
                  Function<LlamaModel, Optional<Speculation>> guessing =
                      model -> drafts.map(d -> speculation(d, draft, model, plan, options));
                  return start(runtime, summary, plan, threads, rerankerOptions, method, guessing);
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
      RerankerOptions options,
      RerankMethod method,
      Function<LlamaModel, Optional<Speculation>> guessing) {
    LlamaModel model = LlamaModel.load(runtime, summary.path(), plan.offload());
    try {
      int[] answers = answers(summary, model, method);
      List<String> missing = missingMarkers(model.vocabulary());
      Optional<Speculation> speculation = guessing.apply(model);
      RunnerFactory factory = () -> LlamaRunner.create(model, plan, answers, threads);
      EngineReranker reranker =
          new EngineReranker(
              speculation.map(guesses -> guesses.around(factory)).orElse(factory),
              model.vocabulary(),
              speculation.map(guesses -> guesses.around(method)).orElse(method),
              options,
              () -> recipe(summary, plan, runtime),
              model);
      return new LlamaReranker(
          reranker, summary, plan, runtime.description(), missing, speculation);
    } catch (RuntimeException | Error e) {
      closeAfter(e, model);
      throw e;
    }
  }

  private static Speculation speculation(
      Drafts drafts,
      Optional<ModelSummary> draft,
      LlamaModel model,
      LlamaPlan plan,
      LlamaOptions options) {
    Supplier<Machine> machine = () -> machine(model.runtime(), options);
    DraftSource source =
        draft
            .<DraftSource>map(file -> new LlamaDrafts(file, model, plan, options, machine))
            .orElse(DraftSource.NGRAMS);
    return new Speculation(drafts.length(), source);
  }

  private static Recipe recipe(ModelSummary summary, LlamaPlan plan, LlamaRuntime runtime) {
    return Recipe.EMPTY
        .with(SettingNames.MODEL, ModelHash.ofThisUser().of(summary.path()))
        .with(SettingNames.RUNTIME, runtime.description())
        .with(SettingNames.CONTEXT, plan.context())
        .with(SettingNames.CACHE_K, plan.cacheK().name().toLowerCase(Locale.ROOT))
        .with(SettingNames.CACHE_V, plan.cacheV().name().toLowerCase(Locale.ROOT));
  }

  /** A smaller plan does not help a vocabulary without the answers. */
  private static int[] answers(ModelSummary summary, LlamaModel model, RerankMethod method) {
    try {
      int[] answers = method.answers(model.vocabulary());
      HeadUse.requireRows(summary, answers);
      return answers;
    } catch (ModelUnusableException e) {
      throw new Retreat.FinalException(e);
    } catch (UnusableException e) {
      throw new Retreat.FinalException(
          new ModelUnusableException(model.file() + ": " + e.getMessage(), e));
    }
  }

  private static List<String> missingMarkers(LlamaVocabulary vocabulary) {
    return PromptTemplate.MARKERS.stream()
        .filter(
            marker -> {
              int[] tokens = vocabulary.encodeContinuation(SegmentedText.literal(marker));
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

  /** What became of guesses so far; empty when chains are decoded without. */
  public Optional<SpeculationStats> speculation() {
    return speculation.map(Speculation::stats);
  }

  /** How the context is laid out. */
  public LlamaPlan plan() {
    return plan;
  }
}
