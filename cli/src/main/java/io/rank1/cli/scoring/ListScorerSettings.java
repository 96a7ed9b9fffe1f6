package io.rank1.cli.scoring;

import io.rank1.core.profile.ListProfileMethod;
import io.rank1.llama.LlamaOptions;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What to open and how, to rank lists.
 *
 * @param runtime the llama.cpp, as {@link io.rank1.llama.runtime.RuntimeChoice} takes it
 * @param model the GGUF file
 * @param context the layout asked for
 * @param method what the model is asked, and how lists make a ranking
 */
public record ListScorerSettings(
    String runtime, Path model, LlamaOptions context, ListProfileMethod method) {

  public ListScorerSettings {
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(method, "method");
  }

  /** The same with so many tokens for a call. */
  public ListScorerSettings withContext(int tokens) {
    return new ListScorerSettings(runtime, model, context.withContext(tokens), method);
  }
}
