package io.rank1.core.listwise.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.listwise.algorithm.ListOrder.ScoreKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the algorithms do in single cases, with judgements given by hand. */
class ListAlgorithmTest {

  private static final Judgement SILENCE = new Judgement.None(Set.of(Fallback.ORDER_UNPARSABLE));

  private final List<List<Integer>> asked = new ArrayList<>();

  private Judge always(Judgement judgement) {
    return lists -> {
      asked.addAll(lists);
      return lists.stream().map(list -> judgement).toList();
    };
  }

  private static List<Integer> from(int first, int end) {
    return IntStream.range(first, end).boxed().toList();
  }

  @Test
  void aHundredCandidatesAreNineWindows() {
    new SlidingWindows(20, 10, 100, 1).rank(100, always(SILENCE));

    assertThat(asked)
        .containsExactly(
            from(80, 100),
            from(70, 90),
            from(60, 80),
            from(50, 70),
            from(40, 60),
            from(30, 50),
            from(20, 40),
            from(10, 30),
            from(0, 20));
  }

  @Test
  void theLastWindowIsCutAtTheTop() {
    new SlidingWindows(20, 10, 100, 1).rank(25, always(SILENCE));

    assertThat(asked).containsExactly(from(5, 25), from(0, 15));
  }

  @Test
  void whatIsBelowTheDepthFollowsAsItIs() {
    ListOrder order =
        new SlidingWindows(20, 10, 3, 1).rank(5, always(Judgement.Order.of(List.of(2))));

    assertThat(order.candidates()).containsExactly(2, 0, 1, 3, 4);
    assertThat(order.places())
        .extracting(ListOrder.Place::kind)
        .containsExactly(
            ScoreKind.RANK,
            ScoreKind.RANK,
            ScoreKind.RANK,
            ScoreKind.FIRST_STAGE_RANK,
            ScoreKind.FIRST_STAGE_RANK);
    assertThat(order.fallbacks()).isEqualTo(Map.of(Fallback.MISSING_APPENDED, 1));
  }

  @Test
  void equalsKeepThePresentOrder() {
    Judgement ties = new Judgement.Order(List.of(List.of(3, 1), List.of(2, 0)), Set.of());

    assertThat(new SlidingWindows(4, 2, 4, 1).rank(4, always(ties)).candidates())
        .containsExactly(1, 3, 0, 2);
  }

  @Test
  void logitsOrderAWindowAndPickTheBest() {
    Judgement logits = Judgement.Values.of(-1.5, 2, 2, 0);

    assertThat(new SlidingWindows(4, 2, 4, 1).rank(4, always(logits)).candidates())
        .containsExactly(1, 2, 3, 0);
    assertThat(new BubbleSort(3, 1, Comparison.AS_IS).rank(4, always(logits)).candidates())
        .containsExactly(1, 0, 2, 3);
  }

  @Test
  void oneCandidateNeedsNoComparison() {
    for (ListAlgorithm algorithm :
        List.of(
            new SlidingWindows(20, 10, 100, 2),
            new HeapSort(3, 10, Comparison.AS_IS),
            new BubbleSort(3, 10, Comparison.AS_IS))) {
      assertThat(algorithm.rank(1, always(SILENCE)).candidates()).containsExactly(0);
      assertThat(algorithm.rank(0, always(SILENCE)).candidates()).isEmpty();
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void aHeapOfTwentyAsksOfAHundredAboutAsOftenAsItIsSaidTo() {
    Judge perfect =
        lists -> {
          asked.addAll(lists);
          return lists.stream()
              .<Judgement>map(
                  list ->
                      new Judgement.Pick(
                          list.indexOf(list.stream().max(Integer::compare).orElseThrow()),
                          Set.of()))
              .toList();
        };
    ListOrder order = new HeapSort(19, 10, Comparison.AS_IS).rank(100, perfect);

    assertThat(order.candidates().subList(0, 10))
        .containsExactly(99, 98, 97, 96, 95, 94, 93, 92, 91, 90);
    assertThat(order.candidates().subList(10, 13)).containsExactly(0, 1, 2);
    assertThat(asked).hasSizeBetween(15, 25);
  }

  @Test
  void theMajorityDecidesAndOfEqualsTheEarlier() {
    Comparison three = new Comparison(3, OptionalLong.of(929));
    List<Integer> set = List.of(4, 7, 1, 9);

    assertThat(three.best(set, votes(List.of(9, 7, 9)))).hasValue(3);
    assertThat(three.best(set, votes(List.of(1, 9, 7)))).hasValue(1);
    assertThat(three.best(set, votes(List.of(9, -1, -1)))).hasValue(3);
    assertThat(three.best(set, votes(List.of(-1, -1, -1)))).isEmpty();
    assertThat(asked).allSatisfy(l -> assertThat(l).containsExactlyInAnyOrderElementsOf(set));
  }

  /** Answers one list after the other with a candidate, or with nothing where that is negative. */
  private CallLog votes(List<Integer> candidates) {
    return new CallLog(
        lists -> {
          asked.addAll(lists);
          assertThat(lists).hasSameSizeAs(candidates);
          return IntStream.range(0, lists.size())
              .mapToObj(
                  i ->
                      candidates.get(i) < 0
                          ? SILENCE
                          : new Judgement.Pick(lists.get(i).indexOf(candidates.get(i)), Set.of()))
              .toList();
        });
  }

  @Test
  void aShuffleIsRepeatedForTheSameSetAndNotForAnother() {
    Comparison shuffled = new Comparison(1, OptionalLong.of(929));
    CallLog calls = new CallLog(always(new Judgement.Pick(0, Set.of())));
    shuffled.best(from(0, 20), calls);
    shuffled.best(from(0, 20), calls);
    shuffled.best(from(1, 21), calls);

    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).isNotEqualTo(from(0, 20));
    assertThat(asked.get(1).stream().map(i -> i - 1).toList()).isNotEqualTo(asked.get(0));
    // Written down once: jobs of later versions must show the same.
    assertThat(Shuffle.of(from(0, 6), 42)).containsExactly(1, 0, 4, 5, 3, 2);
  }

  @Test
  void groupsWithoutAnAnswerDoNotCount() {
    Judge judge =
        lists ->
            lists.stream()
                .<Judgement>map(
                    list ->
                        list.contains(2)
                            ? new Judgement.None(Set.of(Fallback.GROUP_UNPARSABLE))
                            : new Judgement.Values(
                                list.stream()
                                    .map(
                                        i -> i == 5 ? OptionalDouble.empty() : OptionalDouble.of(i))
                                    .toList(),
                                Set.of()))
                .toList();
    ListOrder order = new GroupScores(2, 1, OptionalLong.empty()).rank(6, judge);

    assertThat(order.candidates()).containsExactly(4, 1, 0, 2, 3, 5);
    assertThat(order.places())
        .extracting(ListOrder.Place::kind)
        .containsExactly(
            ScoreKind.MEAN_VALUE,
            ScoreKind.MEAN_VALUE,
            ScoreKind.MEAN_VALUE,
            ScoreKind.NONE,
            ScoreKind.NONE,
            ScoreKind.NONE);
    assertThat(order.fallbacks())
        .isEqualTo(Map.of(Fallback.GROUP_UNPARSABLE, 1, Fallback.SCORES_MISSING, 1));
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new SlidingWindows(10, 11, 100, 1))
        .hasMessage("a stride of 11 leaves candidates out between windows of 10");
    assertThatThrownBy(() -> new SlidingWindows(1, 1, 100, 1))
        .hasMessage("window must be 2 or more: 1");
    assertThatThrownBy(() -> new Comparison(3, OptionalLong.empty()))
        .hasMessageContaining("3 votes");
    assertThatThrownBy(() -> new GroupScores(5, 2, OptionalLong.empty()))
        .hasMessageContaining("2 rounds");
    assertThatThrownBy(() -> new HeapSort(1, 10, Comparison.AS_IS))
        .hasMessage("children must be 2 or more: 1");
  }

  @Test
  void judgementsOfOtherListsAreErrors() {
    SlidingWindows windows = new SlidingWindows(4, 2, 4, 1);

    assertThatThrownBy(() -> windows.rank(4, always(Judgement.Order.of(List.of(4)))))
        .hasMessage("position 4 of 4 shown");
    assertThatThrownBy(() -> windows.rank(4, always(Judgement.Values.of(1, 2))))
        .hasMessage("2 values for 4 shown");
    assertThatThrownBy(() -> windows.rank(4, lists -> List.of()))
        .hasMessage("0 judgements of 1 lists");
    assertThatThrownBy(() -> new Judgement.Order(List.of(List.of(1), List.of(1)), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Judgement.Values.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new GroupScores(4, 1, OptionalLong.empty())
                    .rank(4, always(new Judgement.Pick(0, Set.of()))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
