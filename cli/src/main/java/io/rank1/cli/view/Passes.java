package io.rank1.cli.view;

import io.rank1.cli.output.Relevance;
import io.rank1.core.cascade.Pass;
import java.util.Objects;
import java.util.Optional;

/**
 * What the two passes of a cascade say of a passage, beside the score that counts.
 *
 * @param decidedBy whose score counts
 * @param first what the first pass says; nothing where it failed, or is not known
 */
public record Passes(Pass decidedBy, Optional<Relevance> first) {

  public Passes {
    Objects.requireNonNull(decidedBy, "decidedBy");
    Objects.requireNonNull(first, "first");
  }
}
