package io.rank1.core;

import io.rank1.core.failure.Rank1Exception;
import io.rank1.core.pair.RerankResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Passages of one query in order.
 *
 * @param passages those with a score, best first; of equal scores, in the order given. As many as
 *     were asked for
 * @param failed those without one, in the order given, each with the reason
 * @param certainty how probable it is that the best would be the same if all had been thought
 *     about, in [0, 1]; only where that decided how many were
 */
public record Ranking(
    List<RankedPassage> passages, List<Unranked> failed, OptionalDouble certainty) {

  /**
   * A passage that could not be scored.
   *
   * @param index its place in the list that was ranked, from 0
   * @param id the name that the caller gave it, or its index
   * @param failure why
   * @param firstPass what a first, direct pass said, where there was one and it did not fail
   */
  public record Unranked(
      int index, String id, Rank1Exception failure, Optional<RerankResult> firstPass) {

    public Unranked {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(failure, "failure");
      Objects.requireNonNull(firstPass, "firstPass");
    }

    /** A passage of a ranking in one pass. */
    public Unranked(int index, String id, Rank1Exception failure) {
      this(index, id, failure, Optional.empty());
    }
  }

  public Ranking {
    passages = List.copyOf(passages);
    failed = List.copyOf(failed);
    Objects.requireNonNull(certainty, "certainty");
  }

  /** A ranking in one pass. */
  public Ranking(List<RankedPassage> passages, List<Unranked> failed) {
    this(passages, failed, OptionalDouble.empty());
  }
}
