package io.rank1.cli.view;

import java.util.Objects;

/**
 * A pair in its place.
 *
 * @param rank its place among the query's pairs, from 1
 * @param standing what decided it
 * @param texts its texts
 */
public record RankedPair(int rank, Standing standing, PairTexts texts) {

  public RankedPair {
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(texts, "texts");
    if (rank < 1) {
      throw new IllegalArgumentException("ranks count from 1: " + rank);
    }
  }
}
