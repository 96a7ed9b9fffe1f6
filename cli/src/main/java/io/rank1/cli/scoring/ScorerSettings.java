package io.rank1.cli.scoring;

import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.llama.Drafts;
import io.rank1.llama.LlamaOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What to open and how.
 *
 * @param runtime the llama.cpp, as {@link io.rank1.llama.runtime.RuntimeChoice} takes it
 * @param model the GGUF file
 * @param context the layout asked for
 * @param engine how chains are decoded
 * @param method what the model is asked, and what is made of its words
 * @param drafts by which guesses chains are decoded; empty for none
 */
public record ScorerSettings(
    String runtime,
    Path model,
    LlamaOptions context,
    RerankerOptions engine,
    ProfileMethod method,
    Optional<Drafts> drafts) {

  public ScorerSettings {
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(drafts, "drafts");
  }

  /** Chains are decoded without guesses. */
  public ScorerSettings(
      String runtime,
      Path model,
      LlamaOptions context,
      RerankerOptions engine,
      ProfileMethod method) {
    this(runtime, model, context, engine, method, Optional.empty());
  }

  /**
   * The same with chains decoded by guesses.
   *
   * @throws IllegalArgumentException when the context has no room for them
   */
  public ScorerSettings withDrafts(Optional<Drafts> guesses) {
    LlamaOptions roomy =
        context.withDrafts(guesses.map(drafted -> drafted.length().most()).orElse(0));
    return new ScorerSettings(runtime, model, roomy, engine, method, guesses);
  }

  /**
   * The same with so many pairs at once.
   *
   * @throws IllegalArgumentException when that contradicts the rest
   */
  public ScorerSettings withParallel(int pairs) {
    return new ScorerSettings(runtime, model, context.withParallel(pairs), engine, method, drafts);
  }

  /**
   * The same for another model, whose pairs are not thought about.
   *
   * @param asked what it is asked
   */
  public ScorerSettings direct(Path other, ProfileMethod asked) {
    RerankerOptions options =
        RerankerOptions.builder()
            .thinking(Thinking.DIRECT)
            .maxQueued(engine.maxQueued())
            .callbacks(engine.callbacks().orElse(Runnable::run))
            .build();
    return new ScorerSettings(runtime, other, context, options, asked);
  }

  /** The same with so many tokens for a pair. */
  public ScorerSettings withContext(int tokens) {
    return new ScorerSettings(runtime, model, context.withContext(tokens), engine, method, drafts);
  }
}
