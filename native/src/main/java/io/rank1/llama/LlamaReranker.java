package io.rank1.llama;

import io.rank1.core.EngineReranker;
import io.rank1.core.ForwardingReranker;
import io.rank1.core.RerankMethod;
import io.rank1.core.RerankerOptions;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.speculate.DraftSource;
import io.rank1.core.speculate.Speculation;
import io.rank1.core.speculate.SpeculationStats;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A reranker on a GGUF model in llama.cpp. Safe for use by several threads; holds the model's
 * memory until it is closed or shut down.
 */
public final class LlamaReranker extends ForwardingReranker {

  private final ModelSummary model;
  private final LlamaPlan plan;
  private final String runtime;
  private final List<String> missingMarkers;
  private final LlamaVocabulary vocabulary;
  private final Optional<Speculation> speculation;
  private volatile OptionalLong gpuBytes = OptionalLong.empty();

  private LlamaReranker(
      EngineReranker reranker,
      ModelSummary model,
      LlamaPlan plan,
      String runtime,
      List<String> missingMarkers,
      LlamaVocabulary vocabulary,
      Optional<Speculation> speculation) {
    super(reranker);
    this.vocabulary = vocabulary;
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
    private Optional<RerankMethod> method = Optional.empty();
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

    /**
     * What the model is asked and what is made of its words (default: the profile that the model's
     * names and architecture tell, else rank1's).
     */
    public Builder method(RerankMethod family) {
      method = Optional.of(family);
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
      Optional<RerankMethod> asked,
      Optional<Drafts> drafts) {
    LlamaOpening opening = LlamaOpening.of(runtime, file, options);
    RerankMethod method = asked.orElseGet(() -> profile(opening.model()));
    Optional<ModelSummary> draft = drafts.flatMap(Drafts::model).map(ModelCheck::check);
    LlamaOpening.Opened<LlamaReranker> opened =
        opening.open(
            ready -> {
              Optional<Speculation> speculation =
                  drafts.map(d -> speculation(d, draft, ready, options));
              return start(ready, rerankerOptions, method, speculation);
            });
    opened.value().gpuBytes = opened.gpuBytes();
    return opened.value();
  }

  private static RerankMethod profile(ModelSummary model) {
    try {
      return ProfileMethod.of(model.profile());
    } catch (IllegalArgumentException e) { // of lists
      throw new ModelUnusableException(model.path() + ": " + e.getMessage(), e);
    }
  }

  private static LlamaReranker start(
      LlamaOpening.Ready ready,
      RerankerOptions options,
      RerankMethod method,
      Optional<Speculation> speculation) {
    LlamaVocabulary vocabulary = ready.model().vocabulary();
    int[] answers = answers(ready, method);
    List<String> missing = missingMarkers(method, vocabulary);
    RunnerFactory factory = ready.runner(answers);
    EngineReranker reranker =
        new EngineReranker(
            speculation.map(guesses -> guesses.around(factory)).orElse(factory),
            vocabulary,
            speculation.map(guesses -> guesses.around(method)).orElse(method),
            options,
            ready::recipe,
            ready.model());
    return new LlamaReranker(
        reranker,
        ready.summary(),
        ready.plan(),
        ready.model().runtime().description(),
        missing,
        vocabulary,
        speculation);
  }

  private static Speculation speculation(
      Drafts drafts, Optional<ModelSummary> draft, LlamaOpening.Ready ready, LlamaOptions options) {
    Supplier<Machine> machine = () -> LlamaOpening.machine(ready.model().runtime(), options);
    DraftSource source =
        draft
            .<DraftSource>map(
                file -> new LlamaDrafts(file, ready.model(), ready.plan(), options, machine))
            .orElse(DraftSource.NGRAMS);
    return new Speculation(drafts.length(), source);
  }

  private static int[] answers(LlamaOpening.Ready ready, RerankMethod method) {
    return ready.requireUsable(
        () -> {
          int[] answers = method.answers(ready.model().vocabulary());
          if (method.readsClassifier()) {
            HeadUse.requireClassifier(ready.summary());
          } else {
            HeadUse.requireRows(ready.summary(), answers);
          }
          return answers;
        });
  }

  private static List<String> missingMarkers(RerankMethod method, LlamaVocabulary vocabulary) {
    return method.markers().stream()
        .filter(
            marker -> {
              int[] tokens = vocabulary.encodeContinuation(SegmentedText.literal(marker));
              return tokens.length != 1 || !vocabulary.isSpecial(tokens[0]);
            })
        .toList();
  }

  /** What the file says of the model. */
  public ModelSummary model() {
    return model;
  }

  /**
   * Those of the method's markers that the vocabulary has no token for, so that the prompt spells
   * them: published checkpoints of rank1 have both.
   */
  public List<String> missingMarkers() {
    return missingMarkers;
  }

  /** The model's vocabulary; not to be used once this is closed. */
  public LlamaVocabulary vocabulary() {
    return vocabulary;
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
