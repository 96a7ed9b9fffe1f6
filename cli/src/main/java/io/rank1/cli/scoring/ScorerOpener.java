package io.rank1.cli.scoring;

import io.rank1.cli.exit.CommandException;

/** Opens models. */
@FunctionalInterface
public interface ScorerOpener {

  /**
   * @throws CommandException when the model or the runtime cannot be used, or the settings
   *     contradict each other
   */
  Scorer open(ScorerSettings settings);
}
