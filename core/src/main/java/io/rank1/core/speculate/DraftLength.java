package io.rank1.core.speculate;

import java.util.Objects;

/**
 * How many tokens are guessed ahead.
 *
 * @param most tokens guessed at most, 1 to {@link #LIMIT}
 * @param when whether they are guessed each time
 */
public record DraftLength(int most, When when) {

  /** When guesses are made. */
  public enum When {
    /** Each time. */
    ALWAYS,
    /** While a sequence's guesses are right often enough, and a step has room for them. */
    WHILE_IT_PAYS
  }

  /** More guesses are seldom all right, and each costs its share of a step. */
  public static final int LIMIT = 16;

  /** A few, while they pay. */
  public static final DraftLength AUTO = new DraftLength(4, When.WHILE_IT_PAYS);

  /**
   * @throws IllegalArgumentException when the number is out of its range
   */
  public DraftLength {
    Objects.requireNonNull(when, "when");
    if (most < 1 || most > LIMIT) {
      throw new IllegalArgumentException("1 to " + LIMIT + " tokens can be guessed: " + most);
    }
  }

  /** So many each time. */
  public static DraftLength always(int tokens) {
    return new DraftLength(tokens, When.ALWAYS);
  }
}
