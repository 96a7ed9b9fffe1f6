package io.rank1.core;

import io.rank1.core.pair.RerankResult;
import java.util.Objects;
import java.util.Optional;

/**
 * A passage in its place.
 *
 * @param index its place in the list that was ranked, from 0
 * @param id the name that the caller gave it, or its index
 * @param result the score that decides its place, and how it came to be
 * @param firstPass what a first, direct pass on all passages said, where there was one: the same as
 *     the result where nothing else decided
 */
public record RankedPassage(
    int index, String id, RerankResult result, Optional<RerankResult> firstPass) {

  public RankedPassage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(firstPass, "firstPass");
  }

  /** A passage of a ranking in one pass. */
  public RankedPassage(int index, String id, RerankResult result) {
    this(index, id, result, Optional.empty());
  }

  /** Whether a first pass decided its place, and not what came after that. */
  public boolean isDecidedByFirstPass() {
    return firstPass.filter(result::equals).isPresent();
  }
}
