package io.rank1.core.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.cascade.CascadeRanking.Tier;
import io.rank1.core.cascade.CascadeRule.Band;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which passages are thought about and how they are ranked, against the rules in plain words. */
class CascadeRankingTest {

  private static final int CASES = 2_000;

  @Test
  void followsItsRules() {
    Random random = new Random(5);
    int unstable = 0;
    for (int i = 0; i < CASES; i++) {
      CascadeRule rule = rule(random);
      double[] direct = logOdds(random, random.nextInt(30));
      double[] reasoned = reasoned(random, direct);
      String name = rule + " " + Arrays.toString(direct) + " " + Arrays.toString(reasoned);

      PlainCascade plain = new PlainCascade(rule, direct, reasoned);
      CascadeRanking ranking = new CascadeRanking(rule, direct);
      think(ranking, reasoned, random);

      requireSame(ranking, plain, direct.length, name);
      requireMonotone(ranking, name);
      unstable += rule.untilStable().isPresent() && plain.certainty < 1 ? 1 : 0;
    }
    assertThat(unstable).as("cases that ended before the last passage").isGreaterThan(CASES / 100);
  }

  /** What was known before, asked for or not, and by another rule too, changes nothing. */
  @Test
  void goesOnFromWhateverIsKnown() {
    Random random = new Random(6);
    for (int i = 0; i < CASES; i++) {
      CascadeRule rule = rule(random);
      double[] direct = logOdds(random, random.nextInt(30));
      double[] reasoned = reasoned(random, direct);
      PlainCascade plain = new PlainCascade(rule, direct, reasoned);

      CascadeRanking ranking = new CascadeRanking(rule, direct);
      for (int index = 0; index < direct.length; index++) {
        if (random.nextBoolean()) {
          tell(ranking, index, reasoned);
        }
      }
      think(ranking, reasoned, random);

      requireSame(ranking, plain, direct.length, rule + " " + Arrays.toString(direct));
    }
  }

  /** Whoever knows all and asks for nothing gets the same. */
  @Test
  void needsNoQuestionsBetween() {
    Random random = new Random(7);
    for (int i = 0; i < CASES; i++) {
      CascadeRule rule = CascadeRule.untilStable(1 + random.nextInt(5));
      double[] direct = logOdds(random, 30);
      double[] reasoned = reasoned(random, direct);
      PlainCascade plain = new PlainCascade(rule, direct, reasoned);
      CascadeRanking ranking = new CascadeRanking(rule, direct);
      for (int index = 0; index < direct.length; index++) {
        tell(ranking, index, reasoned);
      }
      RankingValues values = new RankingValues(ranking);
      requireSame(ranking, plain, direct.length, rule + " " + Arrays.toString(direct));
      assertThat(values.logOdds(ranking.order()[0]))
          .isEqualTo(new RankingValues(ranking).logOdds(ranking.order()[0]));
    }
  }

  private static CascadeRule rule(Random random) {
    int k = 1 + random.nextInt(12);
    double low = random.nextInt(5) / 10.0;
    Optional<Band> band = Optional.of(new Band(low, low + random.nextInt(5) / 10.0));
    return switch (random.nextInt(4)) {
      case 0 -> CascadeRule.top(k);
      case 1 -> new CascadeRule(OptionalInt.empty(), band, OptionalInt.empty());
      case 2 -> new CascadeRule(OptionalInt.of(k), band, OptionalInt.empty());
      default -> CascadeRule.untilStable(k);
    };
  }

  /** Coarse, so that there are ties; some failed. */
  private static double[] logOdds(Random random, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> random.nextInt(12) == 0 ? Double.NaN : 1 + random.nextInt(40) / 4.0)
        .toArray();
  }

  private static double[] reasoned(Random random, double[] direct) {
    double spread = random.nextInt(3);
    return Arrays.stream(direct)
        .map(
            value ->
                random.nextInt(12) == 0
                    ? Double.NaN
                    : value - 1 + Math.round(spread * random.nextGaussian() * 4) / 4.0)
        .toArray();
  }

  private static void think(CascadeRanking ranking, double[] reasoned, Random random) {
    for (int[] next = ranking.next(); next.length > 0; next = ranking.next()) {
      List<Integer> shuffled = new ArrayList<>();
      Arrays.stream(next).forEach(shuffled::add);
      Collections.shuffle(shuffled, random);
      int some = 1 + random.nextInt(shuffled.size());
      shuffled.subList(0, some).forEach(index -> tell(ranking, index, reasoned));
    }
  }

  private static void tell(CascadeRanking ranking, int index, double[] reasoned) {
    if (Double.isNaN(reasoned[index])) {
      ranking.failed(index);
    } else {
      ranking.thought(index, reasoned[index]);
    }
  }

  private static void requireSame(
      CascadeRanking ranking, PlainCascade plain, int count, String name) {
    for (int i = 0; i < count; i++) {
      boolean asked = plain.top.contains(i) || plain.band.contains(i);
      assertThat(ranking.isAsked(i)).as("%d of %s", i, name).isEqualTo(asked);
      assertThat(ranking.decidedBy(i)).isEqualTo(asked ? Pass.THINKING : Pass.DIRECT);
      assertThat(ranking.tier(i).ordinal()).as("%d of %s", i, name).isEqualTo(plain.tier(i));
    }
    assertThat(ranking.order())
        .as(name)
        .isEqualTo(plain.order().stream().mapToInt(Integer::intValue).toArray());
    ranking
        .certainty()
        .ifPresent(certainty -> assertThat(certainty).isCloseTo(plain.certainty, within(1e-9)));
  }

  /** Whoever sorts by one of the numbers gets the order, but for ties. */
  private static void requireMonotone(CascadeRanking ranking, String name) {
    RankingValues values = new RankingValues(ranking);
    int[] order = ranking.order();
    for (int i = 1; i < order.length; i++) {
      if (ranking.tier(order[i]) != Tier.WITHOUT_SCORE) {
        assertThat(values.logOdds(order[i]))
            .as(name)
            .isLessThanOrEqualTo(values.logOdds(order[i - 1]));
        assertThat(values.probability(order[i]))
            .as(name)
            .isBetween(0.0, values.probability(order[i - 1]));
      }
    }
  }

  @Test
  void theTopStandsAboveABetterDirectScore() {
    CascadeRanking ranking = new CascadeRanking(CascadeRule.top(2), new double[] {3, 2, 1.5, -4});
    assertThatThrownBy(ranking::order).hasMessageContaining("still to be thought about");
    assertThat(ranking.next()).containsExactly(0, 1);
    ranking.thought(0, -5);
    ranking.thought(1, 4);

    assertThat(ranking.order()).containsExactly(1, 0, 2, 3);
    assertThat(ranking.certainty()).isEmpty();
    RankingValues values = new RankingValues(ranking);
    assertThat(values.logOdds(0)).isEqualTo(2.5); // 1 above the best of the others
    assertThat(values.logOdds(1)).isEqualTo(11.5); // raised by as much
    assertThat(values.logOdds(2)).isEqualTo(1.5);
    assertThat(values.probability(0)).isBetween(0.5, 0.6);
    assertThat(values.probability(2)).isLessThan(0.5);
  }

  @Test
  void aTopThatStandsAboveIsNotRaised() {
    CascadeRanking ranking = new CascadeRanking(CascadeRule.top(1), new double[] {3, 2});
    ranking.thought(0, 3);
    assertThat(new RankingValues(ranking).logOdds(0)).isEqualTo(3);
  }

  @Test
  void inABandReasoningReplacesTheScore() {
    double[] direct = {5, 0.1, 0, -5};
    CascadeRanking ranking = new CascadeRanking(CascadeRule.between(0.4, 0.6), direct);
    assertThat(ranking.next()).containsExactly(1, 2);
    ranking.thought(1, -9);
    ranking.thought(2, 9);
    assertThat(ranking.order()).containsExactly(2, 0, 3, 1);
    RankingValues values = new RankingValues(ranking);
    assertThat(values.logOdds(2)).isEqualTo(9);
    assertThat(values.probability(3)).isEqualTo(1 / (1 + Math.exp(5)));
  }

  @Test
  void untilStableEndsWhereNoneCouldEnter() {
    double[] direct = {9, 8, 7, 6, 0, -1, -2};
    CascadeRanking ranking = new CascadeRanking(CascadeRule.untilStable(2), direct);
    assertThat(ranking.next()).containsExactly(0, 1);
    ranking.thought(0, 9);
    ranking.thought(1, 7); // moved by -0.5 on average, and spread: 7 and 6 could still enter
    assertThat(ranking.next()).containsExactly(2);
    ranking.thought(2, 6.5);
    assertThat(ranking.next()).isEmpty();
    assertThat(ranking.order()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(ranking.certainty().getAsDouble()).isBetween(0.95, 0.9999);
  }

  @Test
  void twoThatMovedAlikeAreNoCertainty() {
    CascadeRanking ranking =
        new CascadeRanking(CascadeRule.untilStable(2), new double[] {3, 2, 1.9});
    ranking.thought(0, 3);
    ranking.thought(1, 2);
    assertThat(ranking.next()).containsExactly(2);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    double[] infinite = {Double.POSITIVE_INFINITY};
    assertThatThrownBy(() -> new CascadeRanking(CascadeRule.top(1), infinite))
        .isInstanceOf(IllegalArgumentException.class);
    CascadeRanking ranking = new CascadeRanking(CascadeRule.top(1), new double[] {1});
    assertThatThrownBy(() -> ranking.thought(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNormalDistributionIsThatOfTheTables() {
    assertThat(Shift.normal(0)).isCloseTo(0.5, within(1e-7));
    assertThat(Shift.normal(Shift.ONE_SIDED_95)).isCloseTo(0.95, within(1e-4));
    assertThat(Shift.normal(-1)).isCloseTo(0.1586553, within(1e-7));
    assertThat(Shift.normal(40)).isEqualTo(1);
    assertThat(Shift.normal(-40)).isEqualTo(0);
  }
}
