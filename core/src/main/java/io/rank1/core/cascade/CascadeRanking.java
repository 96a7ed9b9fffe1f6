package io.rank1.core.cascade;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The cascade of one query: which of its passages are to be thought about, and their order at the
 * end. All follows from the rule and the log odds; what is told, in which order and how often it is
 * asked in between changes nothing. Reasoning about passages that the rule does not ask for is
 * ignored. Passages are known by their index. Not safe for use by several threads at once.
 *
 * <p>The order is total: first what was thought about because it is in the top, or until that is
 * stable, by the log odds after reasoning; then all others with a score, by the log odds after
 * reasoning where the band asked for it and else by the direct ones; then those without a score,
 * for which the direct pass failed, or the reasoning that the rule asked for. Among equals the
 * smaller index is first.
 *
 * <p>Until stable K: the K best by the direct pass are thought about first. Then, in rounds, how
 * reasoning has moved the log odds so far is taken for a normal distribution ({@link Shift}); a
 * passage could still enter when its direct log odds, moved to the distribution's 95 % quantile,
 * lie above the K-th best log odds after reasoning. A round takes those from the direct order's top
 * down to the last that could, at most {@link #LEAST_ROUND} or K / 2 passages, and it is over when
 * none could.
 */
public final class CascadeRanking {

  /** Where a passage stands, whatever its log odds. */
  public enum Tier {
    /** Thought about because it is in the top, or until that is stable. */
    TOP,
    /** Any other with a score. */
    OTHER,
    /** The direct pass failed, or the reasoning. */
    WITHOUT_SCORE
  }

  /** A round until stable may have so many passages, however small K is. */
  public static final int LEAST_ROUND = 4;

  private static final double NONE = Double.NaN;

  private final CascadeRule rule;
  private final double[] direct;
  private final double[] thought;
  private final BitSet told = new BitSet(); // reasoning has ended, with a score or without
  private final int[] byDirect; // those with a direct score, the best first
  private final BitSet top = new BitSet();
  private final BitSet band = new BitSet();
  private int depth; // how far down byDirect the top reaches
  private boolean isBehind; // something was told that may make the top reach further

  /**
   * @param direct the log odds of the direct pass by index; NaN for passages that it failed on
   * @throws IllegalArgumentException when log odds are infinite
   */
  public CascadeRanking(CascadeRule rule, double[] direct) {
    this.rule = rule;
    this.direct = direct.clone();
    this.thought = new double[direct.length];
    Arrays.fill(thought, NONE);
    if (Arrays.stream(direct).anyMatch(Double::isInfinite)) {
      throw new IllegalArgumentException("log odds are finite, or NaN for none");
    }
    this.byDirect =
        indexes()
            .filter(index -> !Double.isNaN(direct[index]))
            .boxed()
            .sorted(Comparator.comparingDouble((Integer index) -> -direct[index]))
            .mapToInt(Integer::intValue)
            .toArray();
    deepen(Math.min(byDirect.length, rule.top().orElse(rule.untilStable().orElse(0))));
    rule.between()
        .ifPresent(
            wanted ->
                Arrays.stream(byDirect)
                    .filter(index -> wanted.contains(probability(direct[index])))
                    .forEach(band::set));
  }

  private IntStream indexes() {
    return IntStream.range(0, direct.length);
  }

  private void deepen(int passages) {
    for (int i = 0; i < passages; i++) {
      top.set(byDirect[depth++]);
    }
  }

  /**
   * Tells the log odds of a passage after reasoning.
   *
   * @throws IllegalArgumentException unless finite
   */
  public void thought(int index, double logOdds) {
    if (!Double.isFinite(logOdds)) {
      throw new IllegalArgumentException("no log odds: " + logOdds);
    }
    thought[index] = logOdds;
    told.set(index);
    isBehind = true;
  }

  /** Tells that the reasoning about a passage failed. */
  public void failed(int index) {
    thought[index] = NONE;
    told.set(index);
    isBehind = true;
  }

  /**
   * The passages that are to be thought about now, in the order of their indexes; all are to be
   * told before it says more.
   *
   * @return empty when it is over
   */
  public int[] next() {
    catchUp();
    BitSet missing = (BitSet) top.clone();
    missing.or(band);
    missing.andNot(told);
    return missing.stream().toArray();
  }

  /** Lets the top reach as far down as follows from what was told. */
  private void catchUp() {
    if (!isBehind || rule.untilStable().isEmpty()) {
      return;
    }
    isBehind = false;
    int before = -1;
    while (depth > before && isTopTold()) {
      before = depth;
      deepen(round(rule.untilStable().getAsInt()));
    }
  }

  private boolean isTopTold() {
    BitSet missing = (BitSet) top.clone();
    missing.andNot(told);
    return missing.isEmpty();
  }

  /** How many more passages the next round until stable has. */
  private int round(int wanted) {
    int below = byDirect.length - depth;
    Shift shift = shift();
    if (!shift.isKnown()) {
      return Math.min(below, Math.max(1, wanted / 2));
    }
    double bar = bar(wanted);
    int entering = 0;
    while (entering < below && shift.couldPass(direct[byDirect[depth + entering]], bar)) {
      entering++;
    }
    return Math.min(entering, Math.max(LEAST_ROUND, wanted / 2));
  }

  private Shift shift() {
    return Shift.of(
        Arrays.stream(byDirect, 0, depth)
            .filter(index -> !Double.isNaN(thought[index]))
            .mapToDouble(index -> thought[index] - direct[index])
            .toArray());
  }

  /** The log odds of the worst of the best so many; below all where there are fewer. */
  private double bar(int wanted) {
    double[] scored =
        top.stream().mapToDouble(index -> thought[index]).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(scored);
    return scored.length < wanted ? Double.NEGATIVE_INFINITY : scored[scored.length - wanted];
  }

  /** Whether the rule asks for reasoning about a passage, by what was told so far. */
  public boolean isAsked(int index) {
    catchUp();
    return top.get(index) || band.get(index);
  }

  /** Which pass decides where a passage stands, also where that pass failed. */
  public Pass decidedBy(int index) {
    return isAsked(index) ? Pass.THINKING : Pass.DIRECT;
  }

  /** The log odds that decide where a passage stands; NaN where it has no score. */
  public double logOdds(int index) {
    return isAsked(index) ? thought[index] : direct[index];
  }

  /** Where a passage stands, whatever its log odds. */
  public Tier tier(int index) {
    if (Double.isNaN(logOdds(index))) {
      return Tier.WITHOUT_SCORE;
    }
    return top.get(index) ? Tier.TOP : Tier.OTHER;
  }

  /**
   * All indexes, the best first.
   *
   * @throws IllegalStateException while passages are to be thought about
   */
  public int[] order() {
    requireOver();
    return indexes()
        .boxed()
        .sorted(
            Comparator.comparing(this::tier)
                .thenComparingDouble(
                    index -> tier(index) == Tier.WITHOUT_SCORE ? 0 : -logOdds(index)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private void requireOver() {
    if (next().length > 0) {
      throw new IllegalStateException("passages are still to be thought about");
    }
  }

  /**
   * Until stable, how probable it is that no passage which was not thought about would have entered
   * the top: the product over them of the probability that each stays below. Nothing for other
   * rules.
   *
   * @throws IllegalStateException while passages are to be thought about
   */
  public OptionalDouble certainty() {
    requireOver();
    if (rule.untilStable().isEmpty()) {
      return OptionalDouble.empty();
    }
    Shift shift = shift();
    double bar = bar(rule.untilStable().getAsInt());
    return OptionalDouble.of(
        Arrays.stream(byDirect, depth, byDirect.length)
            .mapToDouble(index -> shift.staysBelow(direct[index], bar))
            .reduce(1, (one, other) -> one * other));
  }

  CascadeRule rule() {
    return rule;
  }

  int size() {
    return direct.length;
  }

  /** P(true), as {@link io.rank1.core.pair.Score#probability} has it. */
  static double probability(double logOdds) {
    return 1.0 / (1.0 + Math.exp(-logOdds));
  }
}
