package io.rank1.core;

import io.rank1.core.pair.RerankResult;

/**
 * A passage's place in a ranking.
 *
 * @param index the passage's index in the list that was ranked, from 0
 * @param result its result
 */
public record RankedPassage(int index, RerankResult result) {

  public RankedPassage {
    if (index < 0) {
      throw new IllegalArgumentException("negative index: " + index);
    }
  }
}
