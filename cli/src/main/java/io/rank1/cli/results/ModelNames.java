package io.rank1.cli.results;

import io.rank1.cli.output.JsonLines;
import io.rank1.core.cascade.Pass;
import java.util.Objects;
import java.util.Optional;

/**
 * What the models of a job are called in its results.
 *
 * @param main the only model, or the one that thinks in a job of two passes
 * @param first the one of the first pass, where it is another
 */
public record ModelNames(JsonLines main, Optional<JsonLines> first) {

  public ModelNames {
    Objects.requireNonNull(main, "main");
    Objects.requireNonNull(first, "first");
  }

  JsonLines of(Pass pass) {
    return pass == Pass.DIRECT ? first.orElse(main) : main;
  }
}
