package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.models.ModelLocator;
import io.rank1.core.speculate.DraftLength;
import io.rank1.llama.Drafts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Options for decoding by guesses, which change how fast a chain is decoded and nothing else. */
final class SpeculationOptions {

  @Option(
      names = "--speculate",
      paramLabel = "N|auto",
      converter = DraftTokens.class,
      description =
          "Guess N tokens ahead (1 to 16), from what prompt and reasoning say already, and check"
              + " them in one step: faster where the reasoning quotes and few pairs run at once,"
              + " with the same results but for near-ties. auto guesses 4 while that pays"
              + " (default: no guesses).")
  private DraftLength length;

  @Option(
      names = "--draft-model",
      paramLabel = "FILE|NAME",
      description =
          "A smaller model of the same vocabulary that guesses in place of the text, given as"
              + " --model is; alone it means --speculate auto.")
  private String draftModel;

  /**
   * Refuses guesses where nothing is decoded.
   *
   * @param profile the name of one that does not reason
   * @throws CommandException when guesses are asked for
   */
  void requireNone(String profile) {
    if (length != null || draftModel != null) {
      throw CommandException.usage(
          "the profile "
              + profile
              + " does not reason: there is nothing to guess for "
              + (length != null ? "--speculate" : "--draft-model"));
    }
  }

  /**
   * What the options ask for; empty when nothing is to be guessed.
   *
   * @param environment the value of an environment variable, or null
   * @throws CommandException when the draft model's name means nothing, or is not on this machine
   */
  Optional<Drafts> drafts(UnaryOperator<String> environment) {
    if (draftModel == null) {
      return Optional.ofNullable(length).map(Drafts::ofNgrams);
    }
    if (draftModel.isEmpty()) {
      throw CommandException.usage("--draft-model is empty");
    }
    Path model = new ModelLocator(environment).locate(draftModel);
    DraftLength given = length == null ? DraftLength.AUTO : length;
    return Optional.of(new Drafts(given, Optional.of(model)));
  }
}
