package io.rank1.core.engine;

import java.util.Arrays;

/** A growing list of token ids. It shares the array that it begins with until it grows. */
final class TokenList {

  private int[] ids;
  private int size;
  private boolean shared = true;

  TokenList(int[] initial) {
    ids = initial;
    size = initial.length;
  }

  int size() {
    return size;
  }

  void add(int[] tokens) {
    int needed = size + tokens.length;
    if (shared || needed > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(16, Math.max(needed, size + size / 2)));
      shared = false;
    }
    System.arraycopy(tokens, 0, ids, size, tokens.length);
    size = needed;
  }

  /** Forgets the last ones. */
  void truncate(int length) {
    size = Math.min(size, length);
  }

  int[] range(int from, int to) {
    return Arrays.copyOfRange(ids, from, Math.min(to, size));
  }

  void replace(int[] tokens) {
    ids = tokens;
    size = tokens.length;
    shared = true;
  }

  /** How many tokens at the beginning are the same as these. */
  int commonPrefix(int[] tokens) {
    int difference = Arrays.mismatch(ids, 0, size, tokens, 0, tokens.length);
    return difference < 0 ? size : difference;
  }
}
