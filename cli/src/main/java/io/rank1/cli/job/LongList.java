package io.rank1.cli.job;

import java.util.ArrayList;
import java.util.List;

/** Longs in pieces, so that a list that grows is never there twice. */
final class LongList {

  private static final int PIECE = 1 << 14;

  private final List<long[]> pieces = new ArrayList<>();
  private int size;

  void add(long value) {
    if (size % PIECE == 0) {
      pieces.add(new long[PIECE]);
    }
    pieces.get(size / PIECE)[size % PIECE] = value;
    size++;
  }

  int size() {
    return size;
  }

  long get(int index) {
    return pieces.get(index / PIECE)[index % PIECE];
  }

  /** All of them; each piece is let go as soon as it is copied, and the list is empty then. */
  long[] drain() {
    long[] all = new long[size];
    for (int from = 0; from < size; from += PIECE) {
      System.arraycopy(pieces.set(from / PIECE, null), 0, all, from, Math.min(PIECE, size - from));
    }
    pieces.clear();
    size = 0;
    return all;
  }
}
