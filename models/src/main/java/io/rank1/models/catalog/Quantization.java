package io.rank1.models.catalog;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A GGUF file that is known of a model.
 *
 * @param name as in the file's name
 * @param gigabytes its size in 10^9 bytes, rounded by who published it; nothing if it is not known
 */
public record Quantization(String name, OptionalDouble gigabytes) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /**
   * Validates the components.
   *
   * @throws IllegalArgumentException if the name or size cannot be
   */
  public Quantization {
    Objects.requireNonNull(gigabytes, "gigabytes");
    if (!NAME.matcher(name).matches() || gigabytes.isPresent() && gigabytes.getAsDouble() <= 0) {
      throw new IllegalArgumentException("no quantization: " + name + " " + gigabytes);
    }
  }
}
