package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.TextSource;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.Thinking;
import io.rank1.core.rank1.PromptTemplate;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that score: the model, and how it is run. */
final class ModelOptions {

  @Mixin private ModelFile model;
  @Mixin private RuntimeOption runtime;
  @Mixin private ContextOptions context;
  @Mixin private ThinkingOptions thinking;
  @Mixin private SpeculationOptions speculation;

  @Option(
      names = "--query-template",
      paramLabel = "FILE",
      description =
          "A text to wrap every query in; it holds FILL_QUERY_HERE where the query belongs.")
  private String queryTemplate;

  /** Pairs that are thought about so; jobs bound by themselves how many pairs wait. */
  static RerankerOptions engine(Thinking thinking) {
    return RerankerOptions.builder()
        .thinking(thinking)
        .maxQueued(Integer.MAX_VALUE)
        .callbacks(Runnable::run)
        .build();
  }

  /**
   * What the options ask for.
   *
   * @param environment the value of an environment variable, or null
   * @throws CommandException when they contradict each other or name no model
   */
  ScorerSettings settings(UnaryOperator<String> environment) {
    return settings(environment, ThinkingOptions.DirectPass.NONE);
  }

  /** The same of a command that may have a direct pass before. */
  ScorerSettings settings(
      UnaryOperator<String> environment, ThinkingOptions.DirectPass directPass) {
    try {
      PromptTemplate template =
          queryTemplate == null
              ? PromptTemplate.PLAIN
              : new PromptTemplate(TextSource.readFile(queryTemplate));
      return new ScorerSettings(
              runtime.name(environment),
              model.path(environment),
              context.options(),
              engine(thinking.thinking(directPass)),
              template,
              thinking.fill())
          .withDrafts(speculation.drafts(environment));
    } catch (InputException | IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
