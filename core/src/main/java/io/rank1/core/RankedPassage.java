package io.rank1.core;

import io.rank1.core.pair.RerankResult;
import java.util.Objects;

/**
 * A passage in its place.
 *
 * @param index its place in the list that was ranked, from 0
 * @param id the name that the caller gave it, or its index
 * @param result its score, and how it came to be
 */
public record RankedPassage(int index, String id, RerankResult result) {

  public RankedPassage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(result, "result");
  }
}
