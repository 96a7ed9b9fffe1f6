package io.rank1.core.speculate;

import java.util.List;

/**
 * Guesses that what followed the last few tokens before follows them again (prompt lookup
 * decoding): reasoning that quotes its passage repeats it word for word. The last three tokens are
 * looked up, then the last two, and of several places the latest counts.
 *
 * <p>A place is looked up in one probe of a hash table that grows with the sequence. A later n-gram
 * of the same hash takes the place of an earlier one, which costs a guess now and then.
 */
final class NgramDrafter implements Drafter {

  private final List<Index> indexes = List.of(new Index(3), new Index(2)); // longest first

  @Override
  public int[] draft(TokensSoFar tokens, int most) {
    for (Index index : indexes) {
      index.update(tokens);
    }
    for (Index index : indexes) {
      int next = index.afterLast(tokens);
      if (next > 0) {
        return copied(tokens, next, most);
      }
    }
    return NOTHING;
  }

  /** What stands from a position on; what runs into the end goes on with itself. */
  private static int[] copied(TokensSoFar tokens, int from, int count) {
    int[] guesses = new int[count];
    for (int i = 0; i < count; i++) {
      int position = from + i;
      guesses[i] =
          position < tokens.size() ? tokens.at(position) : guesses[position - tokens.size()];
    }
    return guesses;
  }

  /** Where n-grams of one length end. */
  private static final class Index {

    private static final int SMALLEST = 1 << 10;

    private final int length;
    private int[] ends = new int[SMALLEST]; // by hash: the position after an n-gram; 0 for none
    private int indexed; // n-grams that end up to this position are in it

    Index(int length) {
      this.length = length;
    }

    /** Takes in every n-gram that a token follows. What has changed since is taken in again. */
    void update(TokensSoFar tokens) {
      indexed = Math.min(indexed, tokens.unchanged());
      if (tokens.size() > ends.length / 4) {
        int larger = Integer.highestOneBit(tokens.size()) << 3;
        ends = new int[larger];
        indexed = 0;
      }
      int last = tokens.size() - 1;
      for (int end = Math.max(indexed, length - 1) + 1; end <= last; end++) {
        ends[slot(tokens, end)] = end;
      }
      indexed = Math.max(indexed, last);
    }

    /** The position after an earlier place of the last n-gram; 0 when there is none. */
    int afterLast(TokensSoFar tokens) {
      if (tokens.size() <= length) {
        return 0;
      }
      int end = ends[slot(tokens, tokens.size())];
      return end > 0 && end < tokens.size() && isSame(tokens, end) ? end : 0;
    }

    private boolean isSame(TokensSoFar tokens, int end) {
      for (int back = 1; back <= length; back++) {
        if (tokens.at(end - back) != tokens.at(tokens.size() - back)) {
          return false;
        }
      }
      return true;
    }

    private int slot(TokensSoFar tokens, int end) {
      int hash = 0;
      for (int back = length; back >= 1; back--) {
        hash = (hash + tokens.at(end - back)) * 0x9E3779B1;
        hash ^= hash >>> 15;
      }
      return hash & (ends.length - 1);
    }
  }
}
