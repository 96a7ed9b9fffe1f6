package io.rank1.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingOrderTest {

  private static final Optional<Score> NONE = Optional.empty();

  private static Optional<Score> score(double difference) {
    return Optional.of(new AnswerLogits((float) difference, 0f));
  }

  private static Standing standing(String docid, int rank, int first, Optional<Score> score) {
    return new Standing(Optional.of(docid), 1, rank, first, score, Optional.empty());
  }

  private static Standing line(long line, Optional<Score> score) {
    return new Standing(Optional.empty(), line, 0, 0, score, Optional.empty());
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

  @Test
  void linesAreNumbersAndNotTexts() {
    requireOrder(List.of(line(3, score(1)), line(9, score(0)), line(10, score(0)), line(2, NONE)));
  }
}
