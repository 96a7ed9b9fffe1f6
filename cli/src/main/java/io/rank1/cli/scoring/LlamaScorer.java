package io.rank1.cli.scoring;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.failure.PairFailedException;
import io.rank1.core.failure.Rank1Exception;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.Profile;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.speculate.SpeculationStats;
import io.rank1.llama.LlamaReranker;
import io.rank1.llama.runtime.ChosenRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in llama.cpp. */
public final class LlamaScorer implements Scorer {

  private final LlamaReranker llama;
  private final ChosenRuntime runtime;
  private final Profile profile;

  private LlamaScorer(LlamaReranker llama, ChosenRuntime runtime, Profile profile) {
    this.llama = llama;
    this.runtime = runtime;
    this.profile = profile;
  }

  /**
   * A {@link ScorerOpener}.
   *
   * @throws CommandException as there
   */
  public static Scorer open(ScorerSettings settings) {
    // Made here and not in a static field: --verbose must be known before the first logger exists.
    Logger log = LoggerFactory.getLogger(LlamaScorer.class);
    return Opening.of(
        settings.runtime(),
        chosen -> {
          LlamaReranker.Builder builder =
              LlamaReranker.builder(settings.model())
                  .runtime(chosen.load())
                  .llama(settings.context())
                  .options(settings.engine())
                  .method(settings.method());
          settings.drafts().ifPresent(builder::speculation);
          LlamaReranker llama = builder.open();
          log.info("{} on {}: {}", llama.modelName(), llama.runtime(), llama.plan().describe());
          return new LlamaScorer(llama, chosen, settings.method().profile());
        });
  }

  @Override
  public CompletableFuture<RerankResult> submit(RerankRequest request) {
    return llama.submit(request).handle((result, thrown) -> outcome(request, result, thrown));
  }

  /** A pair that could not be scored is a result like others, which says why. */
  private static RerankResult outcome(
      RerankRequest request, RerankResult result, Throwable thrown) {
    if (thrown == null) {
      return result;
    }
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof PairFailedException failed) {
      return failed.result();
    }
    if (cause instanceof Rank1Exception stopped) {
      int chars = request.passage().length();
      return RerankResult.without(FinishReason.CANCELLED, stopped.getMessage(), chars);
    }
    throw new CompletionException(cause);
  }

  @Override
  public EngineStats stats() {
    return llama.stats();
  }

  @Override
  public Optional<SpeculationStats> speculation() {
    return llama.speculation();
  }

  @Override
  public String model() {
    return llama.modelName();
  }

  @Override
  public Recipe identity(Thinking thinking) {
    try {
      return llama.identity(thinking);
    } catch (UnusableException e) {
      throw new CommandException(ExitCode.UNUSABLE, e.getMessage(), e);
    }
  }

  @Override
  public String runtime() {
    return llama.runtime();
  }

  @Override
  public List<String> notices() {
    List<String> notices = new ArrayList<>(Opening.notices(runtime, llama.model(), profile));
    if (llama.model().callsItselfRank1() && !llama.missingMarkers().isEmpty()) {
      notices.add(
          String.format(
                  Locale.ROOT,
                  "%s calls itself rank1 and has no token %s: its prompts spell what rank1 was trained on as",
                  llama.modelName(),
                  String.join(" and no token ", llama.missingMarkers()))
              + " a token, so that the scores are not rank1's; convert the checkpoint again");
    }
    notices.addAll(Opening.offload(llama.runtime(), llama.plan()));
    return notices;
  }

  @Override
  public OptionalLong gpuBytes() {
    return llama.gpuBytes();
  }

  @Override
  public FittedPrompt fit(RerankRequest request) {
    return llama.fit(request);
  }

  @Override
  public byte[] piece(int token) {
    return llama.vocabulary().piece(token);
  }

  @Override
  public int contextTokens() {
    return llama.plan().context();
  }

  @Override
  public String plan() {
    return llama.plan().describe();
  }

  @Override
  public void close() {
    llama.close();
  }
}
