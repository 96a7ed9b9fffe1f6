package io.rank1.core.speculate;

import io.rank1.core.runner.Row;
import io.rank1.core.runner.Wanted;
import java.util.Arrays;

/**
 * The tokens whose logits a program reads now and then. All of them are asked for after each guess,
 * since which of them the program wants there shows only once it was asked.
 */
final class SharedLogits {

  private int[] known;

  /**
   * @param known what the program will probably ask for
   */
  SharedLogits(int[] known) {
    this.known = distinct(known);
  }

  /** All that a program has asked for, and this, as far as one row can hold it. */
  int[] with(int[] wanted) {
    if (!hold(known, wanted)) {
      int[] all = Arrays.copyOf(wanted, wanted.length + known.length);
      System.arraycopy(known, 0, all, wanted.length, known.length);
      known = distinct(all);
    }
    return known;
  }

  private static int[] distinct(int[] tokens) {
    return Arrays.stream(tokens).distinct().limit(Wanted.MOST_LOGITS).toArray();
  }

  /** Whether a row that was asked for some tokens tells those. */
  static boolean hold(int[] asked, int[] wanted) {
    return Arrays.stream(wanted).allMatch(token -> indexOf(asked, token) >= 0);
  }

  /**
   * The row that the program would have got.
   *
   * @param asked the tokens whose logits it has
   * @param wanted those that the program asked for
   */
  static Row.Read narrowed(Row.Read row, int[] asked, int[] wanted) {
    float[] logits = new float[wanted.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = row.logits()[indexOf(asked, wanted[i])];
    }
    return new Row.Read(row.position(), row.token(), logits);
  }

  private static int indexOf(int[] tokens, int token) {
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] == token) {
        return i;
      }
    }
    return -1;
  }
}
