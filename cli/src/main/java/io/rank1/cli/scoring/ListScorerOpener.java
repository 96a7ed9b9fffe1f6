package io.rank1.cli.scoring;

import io.rank1.cli.exit.CommandException;

/** Opens models that rank lists. */
@FunctionalInterface
public interface ListScorerOpener {

  /**
   * @throws CommandException when the model or the runtime cannot be used, or the settings
   *     contradict each other
   */
  ListScorer open(ListScorerSettings settings);
}
