package io.rank1.core.runner;

/**
 * What is to be read after one token of a chunk: the next token, and the logits of some others in
 * its place.
 *
 * @param position of the token in its sequence, from 0
 * @param logitsOf the tokens whose logits are to be read, at most {@link #MOST_LOGITS}, possibly
 *     none; not changed after construction
 */
public record Wanted(int position, int[] logitsOf) {

  /** The most logits that may be asked for after one token. */
  public static final int MOST_LOGITS = 32;

  /** The next token alone. */
  public static final int[] NO_LOGITS = {};

  /**
   * @throws IllegalArgumentException when the position is negative or too many logits are wanted
   */
  public Wanted {
    if (position < 0 || logitsOf.length > MOST_LOGITS) {
      throw new IllegalArgumentException(logitsOf.length + " logits wanted at " + position);
    }
  }
}
