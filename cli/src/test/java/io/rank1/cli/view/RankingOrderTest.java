package io.rank1.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.output.Relevance;
import io.rank1.core.cascade.Pass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingOrderTest {

  private static final Optional<Relevance> NONE = Optional.empty();

  private static Optional<Relevance> score(double difference) {
    return Optional.of(new Relevance(difference));
  }

  private static Standing standing(String docid, int rank, int first, Optional<Relevance> score) {
    return new Standing(
        Optional.of(docid), 1, rank, first, score, Optional.empty(), Optional.empty());
  }

  private static Standing line(long line, Optional<Relevance> score) {
    return new Standing(Optional.empty(), line, 0, 0, score, Optional.empty(), Optional.empty());
  }

  private static void requireOrder(List<Standing> expected) {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      List<Standing> sorted = new ArrayList<>(expected);
      Collections.shuffle(sorted, random);
      sorted.sort(RankingOrder.BEST_FIRST);
      assertThat(sorted).isEqualTo(expected);
    }
  }

  @Test
  void theRankOfTheOutputComesFirst() {
    requireOrder(
        List.of(
            standing("a", 1, 3, score(1)),
            standing("b", 2, 2, score(5)),
            standing("c", 3, 1, NONE),
            standing("d", 0, 4, score(9))));
  }

  /** The docids beyond U+FFFF tell bytes from Java's order of chars. */
  @Test
  void thenLogitsThenFirstStageThenDocidAsBytes() {
    requireOrder(
        List.of(
            standing("z", 0, 9, score(20.5)),
            standing("y", 0, 1, score(20.25)), // both have a P(true) of 1 as a float
            standing("x", 0, 2, score(20.25)),
            standing("\uFFFD", 0, 0, score(20.25)),
            standing("\uD83D\uDE00", 0, 0, score(20.25)),
            standing("a", 0, 3, NONE),
            standing("b", 0, 0, NONE)));
  }

  /** A cascade's order is not that of its scores: what was thought about stands above the rest. */
  @Test
  void theRankOfACascadeIsTheOrderOfItsPasses() {
    requireOrder(
        List.of(
            cascaded("a", 1, Pass.THINKING, score(-3), score(2)),
            cascaded("b", 2, Pass.DIRECT, score(1), score(1)),
            cascaded("c", 3, Pass.DIRECT, NONE, NONE)));
  }

  @Test
  void theFirstPassHasRanksOfItsOwn() {
    assertThat(
            RankingOrder.firstPassRanks(
                List.of(
                    cascaded("a", 1, Pass.THINKING, score(5), score(-1)),
                    cascaded("c", 2, Pass.DIRECT, score(2), score(2)),
                    cascaded("b", 3, Pass.THINKING, NONE, score(2)),
                    cascaded("d", 4, Pass.DIRECT, NONE, NONE),
                    standing("e", 5, 1, score(9)))))
        .containsExactly(3, 2, 1, 0, 0);
  }

  private static Standing cascaded(
      String docid,
      int rank,
      Pass decidedBy,
      Optional<Relevance> score,
      Optional<Relevance> first) {
    return standing(docid, rank, 0, score).with(new Passes(decidedBy, first));
  }

  @Test
  void linesAreNumbersAndNotTexts() {
    requireOrder(List.of(line(3, score(1)), line(9, score(0)), line(10, score(0)), line(2, NONE)));
  }
}
