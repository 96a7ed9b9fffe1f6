package io.rank1.core.speculate;

import java.util.Arrays;

/**
 * The tokens of a sequence, which grow, and whose end may be replaced. Confined to the engine's
 * thread.
 */
public final class TokensSoFar {

  private int[] ids;
  private int size;
  private int unchanged; // since they were last marked

  /**
   * @param first the first tokens; copied
   */
  public TokensSoFar(int[] first) {
    ids = first.clone();
    size = first.length;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The token at a position from 0, less than {@link #size}. */
  public int at(int position) {
    return ids[position];
  }

  /** How many of the first tokens are as they were when a drafter last saw them; 0 at first. */
  public int unchanged() {
    return unchanged;
  }

  /** A copy of those from a position to another, which is left out. */
  public int[] range(int from, int to) {
    return Arrays.copyOfRange(ids, from, Math.min(to, size));
  }

  /** A copy of all, with others after them. */
  int[] with(int[] others) {
    int[] all = Arrays.copyOf(ids, size + others.length);
    System.arraycopy(others, 0, all, size, others.length);
    return all;
  }

  void add(int... tokens) {
    int needed = size + tokens.length;
    if (needed > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(needed, size + size / 2));
    }
    System.arraycopy(tokens, 0, ids, size, tokens.length);
    size = needed;
  }

  /** How many tokens at the beginning are the same as these. */
  int commonPrefix(int[] tokens) {
    int difference = Arrays.mismatch(ids, 0, size, tokens, 0, tokens.length);
    return difference < 0 ? size : difference;
  }

  void replace(int[] tokens) {
    unchanged = Math.min(unchanged, commonPrefix(tokens));
    ids = tokens.clone();
    size = tokens.length;
  }

  /** A drafter has seen them. */
  void mark() {
    unchanged = size;
  }
}
