package io.rank1.cli;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.models.Load;
import io.rank1.llama.LlamaOptions;
import picocli.CommandLine.Option;

/** What memory is to be estimated for. */
final class LoadOptions {

  @Option(
      names = "--ctx",
      paramLabel = "N",
      converter = PositiveInt.class,
      defaultValue = "16000",
      description =
          "Estimate memory for so many tokens of one pair, prompt and reasoning together"
              + " (default: 16000).")
  private int context;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      converter = PositiveInt.class,
      defaultValue = "1",
      description = "Estimate memory for so many pairs at once (default: 1).")
  private int parallel;

  /**
   * @throws CommandException when no model can be run so
   */
  Load load() {
    try {
      LlamaOptions.AUTO.withContext(context).withParallel(parallel);
      return new Load(context, parallel);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
