package io.rank1.core;

import java.util.List;

/**
 * Passages of one query in order.
 *
 * @param passages those with a score, best first; of equal scores, in the order given. As many as
 *     were asked for
 * @param failed those without one, in the order given, each with the reason
 */
public record Ranking(List<RankedPassage> passages, List<Unranked> failed) {

  /**
   * A passage that could not be scored.
   *
   * @param index its place in the list that was ranked, from 0
   * @param id the name that the caller gave it, or its index
   * @param failure why
   */
  public record Unranked(int index, String id, io.rank1.core.failure.Rank1Exception failure) {}

  public Ranking {
    passages = List.copyOf(passages);
    failed = List.copyOf(failed);
  }
}
