package io.rank1.core.cascade;

import io.rank1.core.cascade.CascadeRanking.Tier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Numbers for programs that sort a query's passages by one number alone, as the readers of runs do.
 * A cascade's order is not that of its log odds: a passage that reasoning put at the end of the top
 * stands above one that was not thought about and has a better direct score. These numbers keep the
 * order, and as much of the log odds and probabilities as it lets them; they are no scores.
 */
public final class RankingValues {

  /** How far the last of the top stands above the best of the others, in log odds. */
  public static final double GAP = 1;

  private final CascadeRanking ranking;
  private final double raise;

  /**
   * @param ranking in which nothing is to be thought about any more
   */
  public RankingValues(CascadeRanking ranking) {
    this.ranking = ranking;
    double least = values(ranking, Tier.TOP).min().orElse(Double.POSITIVE_INFINITY);
    double best = values(ranking, Tier.OTHER).max().orElse(Double.NEGATIVE_INFINITY);
    this.raise = Math.max(0, best + GAP - least);
  }

  private static DoubleStream values(CascadeRanking ranking, Tier tier) {
    return IntStream.range(0, ranking.size())
        .filter(index -> ranking.tier(index) == tier)
        .mapToDouble(ranking::logOdds);
  }

  /**
   * The log odds; those of the top are raised by one number for the query, just so much that its
   * last stands {@link #GAP} above the best of the others, and by nothing where it does anyway.
   *
   * @return NaN where there is no score
   */
  public double logOdds(int index) {
    double own = ranking.logOdds(index);
    return ranking.tier(index) == Tier.TOP ? own + raise : own;
  }

  /**
   * A number in [0, 1]: P(true), where only a band is thought about. Where a top is, its passages
   * have the upper half of the numbers, (1 + P) / 2, and the others the lower one, P / 2.
   *
   * @return NaN where there is no score
   */
  public double probability(int index) {
    double own = CascadeRanking.probability(ranking.logOdds(index));
    if (!ranking.rule().raises()) {
      return own;
    }
    return ranking.tier(index) == Tier.TOP ? (1 + own) / 2 : own / 2;
  }
}
