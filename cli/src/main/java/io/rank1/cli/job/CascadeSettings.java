package io.rank1.cli.job;

import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.cascade.CascadeRule;
import java.util.Objects;
import java.util.Optional;

/**
 * A job in two passes.
 *
 * @param rule what is thought about after the direct pass
 * @param first what to open for the direct pass, where it is not the model that thinks
 */
public record CascadeSettings(CascadeRule rule, Optional<ScorerSettings> first) {

  public CascadeSettings {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(first, "first");
  }
}
