package io.rank1.cli.scoring;

import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.Thinking;
import io.rank1.core.rank1.PromptTemplate;
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
 * @param template what the prompt looks like
 * @param fill what stands for the reasoning where there is to be none
 * @param drafts by which guesses chains are decoded; empty for none
 */
public record ScorerSettings(
    String runtime,
    Path model,
    LlamaOptions context,
    RerankerOptions engine,
    PromptTemplate template,
    String fill,
    Optional<Drafts> drafts) {

  public ScorerSettings {
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(fill, "fill");
    Objects.requireNonNull(drafts, "drafts");
  }

  /** Chains are decoded without guesses. */
  public ScorerSettings(
      String runtime,
      Path model,
      LlamaOptions context,
      RerankerOptions engine,
      PromptTemplate template,
      String fill) {
    this(runtime, model, context, engine, template, fill, Optional.empty());
  }

  /**
   * The same with chains decoded by guesses.
   *
   * @throws IllegalArgumentException when the context has no room for them
   */
  public ScorerSettings withDrafts(Optional<Drafts> guesses) {
    LlamaOptions roomy =
        context.withDrafts(guesses.map(drafted -> drafted.length().most()).orElse(0));
    return new ScorerSettings(runtime, model, roomy, engine, template, fill, guesses);
  }

  /**
   * The same with so many pairs at once.
   *
   * @throws IllegalArgumentException when that contradicts the rest
   */
  public ScorerSettings withParallel(int pairs) {
    return new ScorerSettings(
        runtime, model, context.withParallel(pairs), engine, template, fill, drafts);
  }

  /** The same for another model, whose pairs are not thought about. */
  public ScorerSettings direct(Path other) {
    RerankerOptions options =
        RerankerOptions.builder()
            .thinking(Thinking.DIRECT)
            .maxQueued(engine.maxQueued())
            .callbacks(engine.callbacks().orElse(Runnable::run))
            .build();
    return new ScorerSettings(runtime, other, context, options, template, fill);
  }

  /** The same with so many tokens for a pair. */
  public ScorerSettings withContext(int tokens) {
    return new ScorerSettings(
        runtime, model, context.withContext(tokens), engine, template, fill, drafts);
  }
}
