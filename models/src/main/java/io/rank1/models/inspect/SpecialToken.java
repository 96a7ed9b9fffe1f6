package io.rank1.models.inspect;

import java.util.Objects;
import java.util.Optional;

/**
 * A token with a purpose.
 *
 * @param role such as eos
 * @param id its id, which need not be one of the vocabulary
 * @param text how the vocabulary spells it; empty if it does not have it
 */
public record SpecialToken(String role, long id, Optional<String> text) {

  /** Validates the components. */
  public SpecialToken {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(text, "text");
  }
}
