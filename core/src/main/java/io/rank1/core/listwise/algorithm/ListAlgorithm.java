package io.rank1.core.listwise.algorithm;

/**
 * Ranks candidates by asking about lists of them. The same judgements give the same ranking, and no
 * list is asked about twice: it would be the same prompt, and so the same answer. Immutable.
 */
public interface ListAlgorithm {

  /**
   * Ranks candidates.
   *
   * @param candidates how many there are; 0 is the best of the first stage
   * @param judge asked for independent lists at once, and otherwise one after the other
   */
  ListOrder rank(int candidates, Judge judge);

  /**
   * The most lists that are asked about. Windows, and rounds of shuffled groups, ask about as many
   * unless two are the same; tournaments mostly about less.
   */
  int mostCalls(int candidates);

  /** How long a list can get. */
  int longestList();

  /**
   * Fails on a setting that is too small.
   *
   * @throws IllegalArgumentException with the name of the setting
   */
  static void require(String setting, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(setting + " must be " + least + " or more: " + value);
    }
  }
}
