package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.TextSource;
import io.rank1.cli.scoring.ListScorerSettings;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.Profile;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.profile.QueryTemplate;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that score: the model, and how it is run. */
final class ModelOptions {

  @Mixin private ModelFile model;
  @Mixin private RuntimeOption runtime;
  @Mixin private ContextOptions context;
  @Mixin private ThinkingOptions thinking;
  @Mixin private ProfileOption profile;
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
    return settings(chosen(environment), environment, directPass);
  }

  /**
   * A model, and what it is asked.
   *
   * @param file the model's
   */
  record Chosen(Path file, Profile profile) {}

  /**
   * The model that the options name, or the environment.
   *
   * @throws CommandException when there is no such model, or no such profile
   */
  Chosen chosen(UnaryOperator<String> environment) {
    Path file = model.path(environment);
    return new Chosen(file, profile.of(file));
  }

  /**
   * How a model that judges pairs is opened.
   *
   * @throws CommandException when the options contradict each other, or the model ranks lists
   */
  ScorerSettings settings(
      Chosen chosen, UnaryOperator<String> environment, ThinkingOptions.DirectPass directPass) {
    try {
      return new ScorerSettings(
              runtime.name(environment),
              chosen.file(),
              context.options(),
              engine(thinking.thinking(directPass)),
              method(chosen.profile()))
          .withDrafts(speculation.drafts(environment));
    } catch (InputException | IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  /**
   * How a model that ranks lists is opened.
   *
   * @throws CommandException when the options contradict each other
   */
  ListScorerSettings settings(Chosen chosen, UnaryOperator<String> environment, ListOptions lists) {
    try {
      return new ListScorerSettings(
          runtime.name(environment),
          chosen.file(),
          context.options(),
          lists.method(chosen.profile()));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  /**
   * What a model for the first of two passes is asked: its own profile, unless one is named.
   *
   * @throws CommandException when it ranks lists
   */
  ProfileMethod firstMethod(Path file, ProfileMethod main) {
    Profile own = profile.of(file);
    return own.hash().equals(main.profile().hash()) ? main : ProfileOption.method(own);
  }

  private ProfileMethod method(Profile wanted) throws InputException {
    ProfileMethod method = ProfileOption.method(wanted);
    if (wanted.reasoning().isEmpty()) {
      thinking.requireNone(wanted.name());
      speculation.requireNone(wanted.name());
    } else if (wanted.method() == Profile.Method.REASON_VALUE) {
      thinking.requirePlain(wanted.name());
    }
    if (queryTemplate != null) {
      method = method.withQueryTemplate(new QueryTemplate(TextSource.readFile(queryTemplate)));
    }
    Optional<String> fill = thinking.fill();
    return fill.isPresent() ? method.withFill(fill.get()) : method;
  }
}
