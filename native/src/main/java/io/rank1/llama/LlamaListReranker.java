package io.rank1.llama;

import io.rank1.core.RerankerOptions;
import io.rank1.core.engine.EngineHealth;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.identity.Recipe;
import io.rank1.core.listwise.EngineListReranker;
import io.rank1.core.listwise.KnownCalls;
import io.rank1.core.listwise.ListListener;
import io.rank1.core.listwise.ListMethod;
import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.ListRequest;
import io.rank1.core.listwise.ListReranker;
import io.rank1.core.listwise.Reading;
import io.rank1.core.profile.ListProfileMethod;
import io.rank1.llama.check.ModelSummary;
import io.rank1.llama.check.ModelUnusableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A reranker of lists on a GGUF model in llama.cpp. Safe for use by several threads; holds the
 * model's memory until it is closed or shut down.
 */
public final class LlamaListReranker implements ListReranker {

  private final EngineListReranker reranker;
  private final LlamaOpening.Ready ready;
  private volatile OptionalLong gpuBytes = OptionalLong.empty();

  private LlamaListReranker(EngineListReranker reranker, LlamaOpening.Ready ready) {
    this.reranker = reranker;
    this.ready = ready;
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
    private RerankerOptions options = RerankerOptions.DEFAULT;
    private Optional<ListMethod> method = Optional.empty();

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
    public Builder llama(LlamaOptions layout) {
      llama = Objects.requireNonNull(layout, "layout");
      return this;
    }

    /** How many queries may wait, and what completes futures; lists have no thinking of pairs. */
    public Builder options(RerankerOptions queue) {
      options = Objects.requireNonNull(queue, "queue");
      return this;
    }

    /**
     * What the model is asked and what is made of its words (default: the profile that the model's
     * names and architecture tell).
     */
    public Builder method(ListMethod family) {
      method = Optional.of(family);
      return this;
    }

    /**
     * Checks the file, plans the context, loads the model and starts the engine.
     *
     * @throws ModelUnusableException when the file cannot be used, is of no known family that ranks
     *     lists, or does not fit into memory
     * @throws RuntimeUnusableException when llama.cpp cannot be used or cannot make the context
     * @throws UnmetOptionsException when the options cannot be met with this model and memory
     */
    public LlamaListReranker open() {
      LlamaOpening opening = LlamaOpening.of(runtime.get(), file, llama);
      ListMethod family = method.orElseGet(() -> profile(opening.model()));
      LlamaOpening.Opened<LlamaListReranker> opened =
          opening.open(ready -> start(ready, family, options));
      opened.value().gpuBytes = opened.gpuBytes();
      return opened.value();
    }
  }

  private static ListMethod profile(ModelSummary model) {
    try {
      return ListProfileMethod.of(model.profile());
    } catch (IllegalArgumentException e) { // of pairs
      throw new ModelUnusableException(model.path() + ": " + e.getMessage(), e);
    }
  }

  private static LlamaListReranker start(
      LlamaOpening.Ready ready, ListMethod method, RerankerOptions options) {
    int[] identifiers =
        ready.requireUsable(
            () -> {
              HeadUse.requireEveryToken(ready.summary());
              method.requireUsable(ready.model().vocabulary());
              return method.reading() instanceof Reading.IdentifierLogits logits
                  ? logits.tokens().of(method.algorithm().longestList(), ready.model().vocabulary())
                  : new int[0];
            });
    try {
      return new LlamaListReranker(
          new EngineListReranker(
              ready.runner(identifiers),
              ready.model().vocabulary(),
              method,
              options,
              ready::recipe,
              ready.model()),
          ready);
    } catch (UnusableException e) {
      throw new ModelUnusableException(ready.model().file() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public CompletableFuture<ListRanking> rankAsync(ListRequest request, KnownCalls known) {
    return reranker.rankAsync(request, known);
  }

  @Override
  public CompletableFuture<ListRanking> rankWhenRoom(ListRequest request, KnownCalls known)
      throws InterruptedException {
    return reranker.rankWhenRoom(request, known);
  }

  @Override
  public ListRanking rank(ListRequest request) throws InterruptedException {
    return reranker.rank(request);
  }

  @Override
  public EngineStats stats() {
    return reranker.stats();
  }

  @Override
  public EngineHealth health() {
    return reranker.health();
  }

  @Override
  public Recipe identity() {
    return reranker.identity();
  }

  @Override
  public void addListener(ListListener listener) {
    reranker.addListener(listener);
  }

  @Override
  public boolean shutdown(Duration patience) throws InterruptedException {
    return reranker.shutdown(patience);
  }

  @Override
  public void close() {
    reranker.close();
  }

  /** What the file says of the model. */
  public ModelSummary model() {
    return ready.summary();
  }

  /** The model's file name, as results name it. */
  public String modelName() {
    return ready.summary().path().getFileName().toString();
  }

  /** The llama.cpp that runs it, as results name it. */
  public String runtime() {
    return ready.model().runtime().description();
  }

  /** How the context is laid out. */
  public LlamaPlan plan() {
    return ready.plan();
  }

  /** The model's vocabulary; not to be used once this is closed. */
  public LlamaVocabulary vocabulary() {
    return ready.model().vocabulary();
  }

  /**
   * Bytes of GPU memory that became taken while this was opened; empty when no GPU is used, or its
   * driver does not tell.
   */
  public OptionalLong gpuBytes() {
    return gpuBytes;
  }
}
