package io.rank1.core.pair;

/**
 * How much of a passage went into the prompt.
 *
 * @param passageChars length of the passage given, in UTF-16 units
 * @param keptChars length of the beginning that was kept; equal to {@code passageChars} when
 *     nothing was cut
 */
public record Truncation(int passageChars, int keptChars) {

  /**
   * @throws IllegalArgumentException unless {@code 0 <= keptChars <= passageChars}
   */
  public Truncation {
    if (keptChars < 0 || keptChars > passageChars) {
      throw new IllegalArgumentException(
          "kept " + keptChars + " of " + passageChars + " characters");
    }
  }

  /** A passage of this length, kept whole. */
  public static Truncation none(int passageChars) {
    return new Truncation(passageChars, passageChars);
  }

  public boolean isCut() {
    return keptChars < passageChars;
  }
}
