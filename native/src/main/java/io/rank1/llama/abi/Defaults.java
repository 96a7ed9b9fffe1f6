package io.rank1.llama.abi;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A parameter struct as {@code *_default_params()} returns it.
 *
 * @param words its memory, little-endian, zero beyond its end
 * @param written how many bytes were written to, from the first to the last; empty where that
 *     cannot be found out
 */
public record Defaults(long[] words, OptionalInt written) {

  public Defaults {
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(written, "written");
  }

  /** Values alone. */
  static Defaults ofWords(long[] words) {
    return new Defaults(words, OptionalInt.empty());
  }

  /** Whether the struct is shown to have a size; the padding at its end may not be written to. */
  boolean hasSize(int bytes) {
    return written.isPresent()
        && written.getAsInt() > bytes - Long.BYTES
        && written.getAsInt() <= bytes;
  }
}
