package io.rank1.core.listwise.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.answer.AnswerText.AfterLast;
import io.rank1.core.listwise.answer.AnswerText.Casing;
import io.rank1.core.listwise.answer.AnswerText.LastLine;
import io.rank1.core.listwise.answer.AnswerText.Matching;
import io.rank1.core.listwise.answer.AnswerText.Rule;
import io.rank1.core.listwise.answer.AnswerText.Whole;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnswerTextTest {

  private static final String REASONED = "<think>.*?</think>\\s*<answer>(.*?)</answer>";

  private static AnswerText rules(Casing casing, Rule... rules) {
    return new AnswerText(List.of(rules), casing);
  }

  private static Optional<String> find(String text, Rule... rules) {
    return rules(Casing.AS_WRITTEN, rules).find(text).text();
  }

  @Test
  void aPatternYieldsItsGroupOrAllOfItsMatch() {
    String text = "<think>one\ntwo</think>\n <answer>\n[1] > [2]\n</answer> more";

    assertThat(find(text, Matching.of(REASONED))).contains("[1] > [2]");
    assertThat(find(text, Matching.of("\\[\\d\\] > \\[\\d\\]"))).contains("[1] > [2]");
    assertThat(find("<answer>[1]", Matching.of(REASONED))).isEmpty();
    assertThat(find("ab", Matching.of("a|(b)"))).isEmpty(); // a group that took no part
  }

  @Test
  void theFirstRuleThatFindsSomethingCounts() {
    Rule[] rules = {Matching.of(REASONED), new AfterLast("<answer>"), new LastLine()};

    assertThat(find("<think>x</think><answer>[1]</answer>", rules)).contains("[1]");
    assertThat(find("say <answer> x </answer>: <answer>[2]", rules)).contains("[2]");
    assertThat(find("I think\n[3]\n \n", rules)).contains("[3]");
    assertThat(find("ends in <answer> ", rules)).contains("ends in <answer>");
    assertThat(find(" \n ", rules)).isEmpty();
    assertThat(find("x y", new AfterLast("<answer>"), new Whole())).contains("x y");
  }

  @Test
  void aTextMayBeTurnedIntoSmallLettersFirst() {
    assertThat(rules(Casing.LOWER, Matching.of("<answer>(.*)")).find("<ANSWER>[A]").text())
        .contains("[a]");
    assertThat(rules(Casing.AS_WRITTEN, Matching.of("<answer>(.*)")).find("<ANSWER>[A]").text())
        .isEmpty();
  }

  @Test
  void ofALongTextTheEndIsLookedAt() {
    AnswerText.Found found =
        rules(Casing.AS_WRITTEN, Matching.of("\\[\\d\\]"))
            .find("[1]" + " ".repeat(AnswerText.LONGEST) + "[2]");

    assertThat(found.text()).contains("[2]");
    assertThat(found.repairs()).containsExactly(Fallback.ANSWER_TOO_LONG);
  }

  /** Without a bound the first would take longer than the universe has been. */
  @Test
  @Timeout(60)
  void aPatternThatWouldTakeForEverIsGivenUpAndTold() {
    String text = "a".repeat(40_000) + "!";
    for (String forEver : List.of("(a+)+$", "(a|aa)+$", "(?:a|b)*c")) {
      AnswerText.Found found =
          rules(Casing.AS_WRITTEN, Matching.of(forEver), new LastLine()).find(text);

      assertThat(found.repairs()).as(forEver).containsExactly(Fallback.PATTERN_GIVEN_UP);
      assertThat(found.text()).contains(text);
    }
  }

  @Test
  void aLongChainIsNoReasonToGiveUp() {
    String chain = "<think>" + "word <think> <answer> ".repeat(4000) + "</think>";
    AnswerText.Found found =
        rules(Casing.LOWER, Matching.of(REASONED)).find(chain + "<answer>[2]</answer>");

    assertThat(found.text()).contains("[2]");
    assertThat(found.repairs()).isEmpty();
  }

  @Test
  void rulesThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> Matching.of("(")).isInstanceOf(PatternSyntaxException.class);
    assertThatThrownBy(() -> new AfterLast("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rules(Casing.LOWER)).isInstanceOf(IllegalArgumentException.class);
  }
}
