package io.rank1.models.inspect;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Rotary position embedding; what is not stated is empty.
 *
 * @param base of the frequencies
 * @param scaling the rule that stretches them
 * @param factor by how much
 * @param originalContext tokens of context before that
 */
public record RopeReport(
    OptionalDouble base,
    Optional<String> scaling,
    OptionalDouble factor,
    OptionalLong originalContext) {

  /** Validates the components. */
  public RopeReport {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(factor, "factor");
    Objects.requireNonNull(originalContext, "originalContext");
  }
}
