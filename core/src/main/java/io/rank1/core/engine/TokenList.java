package io.rank1.core.engine;

import java.util.Arrays;

/** A growing list of token ids. */
final class TokenList {

  private int[] ids;
  private int size;

  TokenList(int[] initial) {
    ids = initial.clone();
    size = initial.length;
  }

  int size() {
    return size;
  }

  void add(int token) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, Math.max(16, size + size / 2));
    }
    ids[size++] = token;
  }

  int[] range(int from, int to) {
    return Arrays.copyOfRange(ids, from, Math.min(to, size));
  }

  void replace(int[] tokens) {
    ids = tokens.clone();
    size = tokens.length;
  }

  /** How many tokens at the beginning are the same as these. */
  int commonPrefix(int[] tokens) {
    int difference = Arrays.mismatch(ids, 0, size, tokens, 0, tokens.length);
    return difference < 0 ? size : difference;
  }
}
