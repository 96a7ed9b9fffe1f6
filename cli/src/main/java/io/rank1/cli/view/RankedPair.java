package io.rank1.cli.view;

import java.util.Objects;

/**
 * A pair in its place.
 *
 * @param rank its place among the query's pairs, from 1
 * @param standing what decided it
 * @param firstPassRank its place among them by the first pass of a cascade alone, from 1; 0 where
 *     the first pass gave it no score
 * @param texts its texts
 */
public record RankedPair(int rank, Standing standing, int firstPassRank, PairTexts texts) {

  public RankedPair {
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(texts, "texts");
    if (rank < 1 || firstPassRank < 0) {
      throw new IllegalArgumentException("ranks count from 1: " + rank + ", " + firstPassRank);
    }
  }
}
