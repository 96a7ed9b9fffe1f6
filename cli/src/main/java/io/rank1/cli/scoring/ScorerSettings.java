package io.rank1.cli.scoring;

import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.Thinking;
import io.rank1.core.rank1.PromptTemplate;
import io.rank1.llama.LlamaOptions;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What to open and how.
 *
 * @param runtime the llama.cpp, as {@link io.rank1.llama.runtime.RuntimeChoice} takes it
 * @param model the GGUF file
 * @param context the layout asked for
 * @param engine how chains are decoded
 * @param template what the prompt looks like
 * @param fill what stands for the reasoning where there is to be none
 */
public record ScorerSettings(
    String runtime,
    Path model,
    LlamaOptions context,
    RerankerOptions engine,
    PromptTemplate template,
    String fill) {

  public ScorerSettings {
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(fill, "fill");
  }

  /**
   * The same with so many pairs at once.
   *
   * @throws IllegalArgumentException when that contradicts the rest
   */
  public ScorerSettings withParallel(int pairs) {
    return new ScorerSettings(runtime, model, context.withParallel(pairs), engine, template, fill);
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
    return new ScorerSettings(runtime, model, context.withContext(tokens), engine, template, fill);
  }
}
