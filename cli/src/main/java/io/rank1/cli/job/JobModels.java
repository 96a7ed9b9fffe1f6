package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.results.ModelNames;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import java.util.Optional;
import java.util.function.Function;

/**
 * The open models of a job: one, or another one for the first of two passes.
 *
 * @param main the only one, or the one that thinks
 * @param first the one for the direct pass, where it is another
 */
record JobModels(Scorer main, Optional<Scorer> first) implements AutoCloseable {

  /**
   * Opens the main model, which has to fit, and then another one where one is wanted, in the memory
   * that is left.
   *
   * @throws CommandException when one of them cannot be used; none is open then
   */
  static JobModels open(
      ScorerSettings main,
      Optional<ScorerSettings> first,
      Function<ScorerSettings, Scorer> opener) {
    Scorer opened = opener.apply(main);
    try {
      return new JobModels(opened, first.map(settings -> openFirst(settings, opener)));
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private static Scorer openFirst(
      ScorerSettings settings, Function<ScorerSettings, Scorer> opener) {
    try {
      return opener.apply(settings);
    } catch (CommandException e) {
      throw new CommandException(
          e.code(),
          "the model of --first-model, beside that of --model: "
              + e.getMessage()
              + "; leave --first-model away, and one model does both passes",
          e);
    }
  }

  /** The one for the direct pass. */
  Scorer direct() {
    return first.orElse(main);
  }

  ModelNames names() {
    return new ModelNames(lines(main), first.map(JobModels::lines));
  }

  private static JsonLines lines(Scorer scorer) {
    return new JsonLines(scorer.model(), scorer.runtime());
  }

  @Override
  public void close() {
    try {
      first.ifPresent(Scorer::close);
    } finally {
      main.close();
    }
  }
}
