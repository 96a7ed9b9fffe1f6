package io.rank1.core.speculate;

/**
 * Guesses how one sequence goes on. Only the engine's thread calls it. A guess may be wrong; what
 * it costs then is the time to run it.
 */
@FunctionalInterface
public interface Drafter {

  /** No guess. */
  int[] NOTHING = {};

  /**
   * Guesses.
   *
   * @param tokens the sequence so far, at least one token; not to be kept
   * @param most tokens to guess at most; positive
   * @return the tokens that may come next, in their order; possibly none
   * @throws RuntimeException when it cannot guess any more, for this sequence or any other
   */
  int[] draft(TokensSoFar tokens, int most);
}
