package io.rank1.models.inspect;

import java.util.Objects;

/**
 * The tensors of one type.
 *
 * @param type its name in lower case
 * @param tensors how many there are
 * @param bytes of their data
 */
public record TypeShare(String type, int tensors, long bytes) {

  /** Validates the components. */
  public TypeShare {
    Objects.requireNonNull(type, "type");
  }
}
