package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.job.CascadeSettings;
import io.rank1.cli.models.ModelLocator;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.cascade.CascadeRule;
import io.rank1.core.cascade.CascadeRule.Band;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Options for ranking in two passes: a direct one on all pairs, and reasoning where it pays. */
final class CascadeOptions {

  @Option(
      names = "--think-top",
      paramLabel = "K",
      converter = PositiveInt.class,
      description =
          "Score all pairs without reasoning, and think about the K best of every query, which then"
              + " stand above the others.")
  private Integer top;

  @Option(
      names = "--think-between",
      paramLabel = "LO,HI",
      converter = ProbabilityBand.class,
      description =
          "Score all pairs without reasoning, and think about those whose P(true) is from LO to HI:"
              + " the score of the reasoning replaces the other.")
  private Band between;

  @Option(
      names = "--think-until-stable",
      paramLabel = "K",
      converter = PositiveInt.class,
      description =
          "Score all pairs without reasoning, and think from the top down until no pair below could"
              + " still enter the K best, at 95 %%, by what reasoning has moved so far.")
  private Integer untilStable;

  @Option(
      names = "--first-model",
      paramLabel = "FILE|NAME",
      description =
          "Another model for the pass without reasoning, a smaller one as a rule, named as by"
              + " --model; both are in memory.")
  private String firstModel;

  /** Whether there is a pass before the reasoning. */
  ThinkingOptions.DirectPass directPass() {
    return isAsked() ? ThinkingOptions.DirectPass.BEFORE : ThinkingOptions.DirectPass.NONE;
  }

  private boolean isAsked() {
    return top != null || between != null || untilStable != null;
  }

  /**
   * What the options ask for; nothing for one pass.
   *
   * @param main the model that thinks
   * @param models says what another model is asked
   * @param environment the value of an environment variable, or null
   * @throws CommandException when they contradict each other or the others, or name no model
   */
  Optional<CascadeSettings> settings(
      ScorerSettings main, ModelOptions models, UnaryOperator<String> environment) {
    if (!isAsked()) {
      if (firstModel != null) {
        throw CommandException.usage(
            "--first-model is for the pass before the reasoning: it goes with --think-top,"
                + " --think-between or --think-until-stable only");
      }
      return Optional.empty();
    }
    if (main.engine().thinking().isDirect()) {
      throw CommandException.usage(
          name() + " thinks about some pairs, and --no-think and --max-think-tokens 0 about none");
    }
    if (main.method().profile().reasoning().isEmpty()) {
      throw CommandException.usage(
          name()
              + " thinks about some pairs, and the profile "
              + main.method().profile().name()
              + " does not reason");
    }
    if (untilStable != null && (top != null || between != null)) {
      throw CommandException.usage(
          "--think-until-stable decides by itself what is thought about: it does not go with"
              + " --think-top or --think-between");
    }
    CascadeRule rule =
        new CascadeRule(optional(top), Optional.ofNullable(between), optional(untilStable));
    return Optional.of(new CascadeSettings(rule, first(main, models, environment)));
  }

  private String name() {
    if (top != null) {
      return "--think-top";
    }
    return between != null ? "--think-between" : "--think-until-stable";
  }

  private static OptionalInt optional(Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private Optional<ScorerSettings> first(
      ScorerSettings main, ModelOptions models, UnaryOperator<String> environment) {
    if (firstModel == null) {
      return Optional.empty();
    }
    if (firstModel.isEmpty()) {
      throw CommandException.usage(
          "--first-model is empty; leave it out, and one model does both passes");
    }
    Path file = new ModelLocator(environment).locate(firstModel);
    if (file.equals(main.model())) {
      throw CommandException.usage(
          "--first-model names the model that thinks; leave it out, and that one does both passes");
    }
    return Optional.of(main.direct(file, models.firstMethod(file, main.method())));
  }
}
