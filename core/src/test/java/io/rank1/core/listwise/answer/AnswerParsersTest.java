package io.rank1.core.listwise.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.listwise.answer.OrderParser.Repeats;
import io.rank1.core.listwise.answer.OrderParser.Ties;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnswerParsersTest {

  private static final OrderParser NUMBERS = order(Identifiers.NUMBERS, Repeats.DROP, Ties.NONE);
  private static final OrderParser RANK_K =
      order(Identifiers.NUMBERS, Repeats.END_ORDER, Ties.EQUALS_SIGN);
  private static final GroupScoresParser GROUP =
      new GroupScoresParser(AnswerText.ALL, Identifiers.NUMBERS, 0, 10);

  private static OrderParser order(Identifiers identifiers, Repeats repeats, Ties ties) {
    return new OrderParser(AnswerText.ALL, identifiers, repeats, ties);
  }

  private static Judgement order(List<List<Integer>> tiers, Fallback... repairs) {
    return new Judgement.Order(tiers, Set.of(repairs));
  }

  private static Judgement none(Fallback... repairs) {
    return new Judgement.None(Set.of(repairs));
  }

  private static List<List<Integer>> each(Integer... positions) {
    return List.of(positions).stream().map(List::of).toList();
  }

  @Test
  void anOrderIsItsDigits() {
    assertThat(NUMBERS.parse("[2] > [1] > [3]", 3)).isEqualTo(order(each(1, 0, 2)));
    assertThat(NUMBERS.parse("2, 1 and then 3.", 3)).isEqualTo(order(each(1, 0, 2)));
    assertThat(NUMBERS.parse("[20] > [10]", 20)).isEqualTo(order(each(19, 9)));
    assertThat(NUMBERS.parse("[1] = [2]", 2)).isEqualTo(order(each(0, 1)));
  }

  @Test
  void whatIsNamedAgainOrWasNotShownIsDropped() {
    assertThat(NUMBERS.parse("[2] > [2] > [1]", 3))
        .isEqualTo(order(each(1, 0), Fallback.REPEATS_DROPPED));
    assertThat(NUMBERS.parse("[4] > [0] > [3] > [99999999999999999999]", 3))
        .isEqualTo(order(each(2), Fallback.STRANGERS_DROPPED));
    assertThat(NUMBERS.parse("[4] > [0]", 3)).isEqualTo(none(Fallback.ORDER_UNPARSABLE));
    assertThat(NUMBERS.parse("I cannot rank these.", 3)).isEqualTo(none(Fallback.ORDER_UNPARSABLE));
    assertThat(NUMBERS.parse("", 3)).isEqualTo(none(Fallback.ORDER_UNPARSABLE));
  }

  @Test
  void whatAnOrderLacksIsSeenFromItsList() {
    assertThat(NUMBERS.parse("[2]", 3).fallbacks(3)).containsExactly(Fallback.MISSING_APPENDED);
    assertThat(NUMBERS.parse("[2]", 3).order(3)).containsExactly(1, 0, 2);
  }

  @Test
  void equalsShareATier() {
    assertThat(RANK_K.parse("[3] > [2] > [4] = [1] > [5]", 5))
        .isEqualTo(order(List.of(List.of(2), List.of(1), List.of(0, 3), List.of(4))));
    assertThat(RANK_K.parse("[3] > [9] = [1]", 5))
        .isEqualTo(order(each(2, 0), Fallback.STRANGERS_DROPPED));
  }

  @Test
  void anArrowIsNoSignOfEquals() {
    assertThat(RANK_K.parse("[3] => [1] >= [2]", 3)).isEqualTo(order(each(2, 0, 1)));
  }

  @Test
  void anOrderMayEndAtTheFirstRepeat() {
    assertThat(RANK_K.parse("[3] > [3] > [1]", 3))
        .isEqualTo(order(each(2), Fallback.REPEATS_DROPPED));
  }

  @Test
  void lettersAreThoseInBracketsOrByThemselves() {
    OrderParser letters = order(Identifiers.LETTERS, Repeats.DROP, Ties.NONE);

    assertThat(letters.parse("A good order: [C] > [a] > [B]", 3)).isEqualTo(order(each(2, 0, 1)));
    assertThat(letters.parse("C > A > B, Sir", 3)).isEqualTo(order(each(2, 0, 1)));
    assertThat(letters.parse("[T] > [U]", 20))
        .isEqualTo(order(each(19), Fallback.STRANGERS_DROPPED));
    assertThat(letters.parse("No idea", 20)).isEqualTo(none(Fallback.ORDER_UNPARSABLE));
    assertThat(Identifiers.LETTERS.label(19)).isEqualTo("T");
    assertThatThrownBy(() -> Identifiers.LETTERS.label(26))
        .hasMessage("no identifier for position 26");
  }

  @Test
  void aPickIsOneLabelAlone() {
    PickParser numbers = new PickParser(AnswerText.ALL, Identifiers.NUMBERS);
    PickParser letters = new PickParser(AnswerText.ALL, Identifiers.LETTERS);

    assertThat(numbers.parse(" [3]\n", 3)).isEqualTo(new Judgement.Pick(2, Set.of()));
    assertThat(numbers.parse("3", 3)).isEqualTo(new Judgement.Pick(2, Set.of()));
    assertThat(letters.parse(" b", 3)).isEqualTo(new Judgement.Pick(1, Set.of()));
    for (String other : List.of("[4]", "0", "[3] or [1]", "03", "the third", "[3", "")) {
      assertThat(numbers.parse(other, 3)).as(other).isEqualTo(none(Fallback.PICK_UNPARSABLE));
    }
  }

  private static Judgement values(Double... values) {
    return new Judgement.Values(
        java.util.Arrays.stream(values)
            .map(v -> v < 0 ? OptionalDouble.empty() : OptionalDouble.of(v))
            .toList(),
        Set.of());
  }

  @Test
  void scoresAreReadFromTheLastBlock() {
    assertThat(GROUP.parse("Like ```json\n{\"[1]\": 0}\n``` so ```json\n{\"[1]\": 5}\n```", 1))
        .isEqualTo(values(5.0));
    assertThat(GROUP.parse("As in {\"[1]\": 0}: {\"[1]\": 5, \"[2]\": 7.5}. {", 2))
        .isEqualTo(none(Fallback.GROUP_UNPARSABLE));
    assertThat(GROUP.parse("As in {\"[1]\": 0}: {\"[1]\": 5, \"[2]\": 7.5}.", 2))
        .isEqualTo(values(5.0, 7.5));
    assertThat(GROUP.parse("All are \"[1]\": 5.", 1)).isEqualTo(none(Fallback.GROUP_UNPARSABLE));
  }

  @Test
  void brokenJsonIsRead() {
    assertThat(GROUP.parse("{\"[1]]\": 5, \"2\" : \"3\", \"[3]\":10", 3))
        .isEqualTo(values(5.0, 3.0, 10.0));
    assertThat(GROUP.parse("```json\n{\"[1]\": 5,\n \"[2]\": ", 2)).isEqualTo(values(5.0, -1.0));
    assertThat(GROUP.parse("```json\n{\"[1]\": 5,\n \"[2]\": ", 2).fallbacks(2))
        .containsExactly(Fallback.SCORES_MISSING);
  }

  @Test
  void scoresBeyondTheScaleAreDroppedAndRepeatsCountAsInJson() {
    Judgement mended = GROUP.parse("{\"[1]\": 11, \"[2]\": 3, \"[2]\": 4, \"[9]\": 1}", 2);

    assertThat(mended)
        .isEqualTo(
            new Judgement.Values(
                List.of(OptionalDouble.empty(), OptionalDouble.of(4)),
                Set.of(
                    Fallback.SCORES_BEYOND_SCALE,
                    Fallback.REPEATS_DROPPED,
                    Fallback.STRANGERS_DROPPED)));
    assertThat(GROUP.parse("{\"[1]\": " + "9".repeat(400) + "}", 1))
        .isEqualTo(none(Fallback.GROUP_UNPARSABLE));
    assertThatThrownBy(
            () -> new GroupScoresParser(AnswerText.ALL, Identifiers.NUMBERS, 0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatHappenedToTheTextIsToldOnceItWasRead() {
    AnswerText answer =
        new AnswerText(List.of(new AnswerText.Whole()), AnswerText.Casing.AS_WRITTEN);
    String text = "x".repeat(AnswerText.LONGEST) + "\"[1]\": 3 {\"[1]\": 5}";

    assertThat(new GroupScoresParser(answer, Identifiers.NUMBERS, 0, 10).parse(text, 1))
        .isEqualTo(
            new Judgement.Values(List.of(OptionalDouble.of(5)), Set.of(Fallback.ANSWER_TOO_LONG)));
    assertThat(NUMBERS.parse("x".repeat(AnswerText.LONGEST + 1), 1))
        .isEqualTo(none(Fallback.ORDER_UNPARSABLE, Fallback.ANSWER_TOO_LONG));
  }

  /** A pattern that is quadratic takes minutes for one of these. */
  @Test
  @Timeout(30)
  void noTextIsSlow() {
    for (String part : List.of("\"", "[", " ", "1", "]", "\"[1", "\" ", "{\"[ ", "= ")) {
      for (String start : List.of("{", "{\"", "{\"[", "{\"[1", "{\"[1]\":", "1 =")) {
        String text = start + part.repeat(AnswerText.LONGEST / part.length());
        assertThat(GROUP.parse(text, 3).best()).isEmpty();
        NUMBERS.parse(text, 3);
        RANK_K.parse(text, 3);
      }
    }
  }
}
