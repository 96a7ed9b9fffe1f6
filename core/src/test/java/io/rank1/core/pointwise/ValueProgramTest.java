package io.rank1.core.pointwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.engine.Action;
import io.rank1.core.engine.FakeTokenizer;
import io.rank1.core.engine.Progress;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.FormulaScore;
import io.rank1.core.pair.Truncation;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.Prompt;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.runner.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueProgramTest {

  private static final FakeTokenizer TOKENIZER = new FakeTokenizer();
  private static final ReasoningRules RULES =
      new ReasoningRules("</think>", "", "\n</think>", "\nWait", SegmentedText.EMPTY);
  private static final ValueRule RULE =
      new ValueRule("<a>", 10, ValueRule.ValueFormula.VALUE_TIMES_PROBABILITY);
  private static final FittedPrompt PROMPT =
      new FittedPrompt(
          new Prompt(SegmentedText.literal("Q"), "p", SegmentedText.literal(":")),
          new int[] {'Q', 'p', ':'},
          0,
          Truncation.none(1));

  private final ValueProgram program =
      new ValueProgram(PROMPT, TOKENIZER, RULE.digits(TOKENIZER), RULES, RULE, false);

  private Action say(String text) {
    Action action = new Action.Done();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      action = next(octet, new float[0]);
    }
    return action;
  }

  private Action next(int token, float[] logits, Progress.Limit... reached) {
    return program.next(
        List.of(new Row.Read(0, token, logits)),
        new Progress(100, 10, 50, Optional.of(reached).filter(r -> r.length > 0).map(r -> r[0])));
  }

  private static float[] logits(int... digits) {
    float[] logits = new float[10];
    for (int digit : digits) {
      logits[digit] += 3;
    }
    return logits;
  }

  /** {@code e^3 / (e^3 + 9)}: one logit is 3, and nine are 0. */
  private static final double LIKELY = Math.exp(3) / (Math.exp(3) + 9);

  private FormulaScore score() {
    return (FormulaScore) program.score();
  }

  @Test
  void theNumberBehindTheMarkerIsTheScoreTimesItsProbability() {
    Action.Continue asks = (Action.Continue) say("hm</think><a>");
    assertThat(asks.logitsOf()).containsExactly('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    assertThat(next('7', logits(7))).isInstanceOf(Action.Done.class);

    assertThat(program.finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(program.reasoning()).isEqualTo("hm");
    assertThat(score().probability()).isCloseTo(0.7 * LIKELY, within(1e-12));
    assertThat(score().readings().get("value")).isEqualTo(7);
    assertThat(score().readings().get("probability")).isCloseTo(LIKELY, within(1e-12));
  }

  @Test
  void aNumberWithinTheReasoningIsNoAnswer() {
    assertThat(say("the form is <a>8</a>, so")).isInstanceOf(Action.Continue.class);
    assertThat(((Action.Continue) say(" </think>")).logitsOf()).isEmpty();
    assertThat(((Action.Continue) say("<a>")).logitsOf()).hasSize(10);
  }

  @Test
  void tenIsReadOfTwoDigits() {
    say("</think><a>");
    Action.Append second = (Action.Append) next('1', logits(1));
    assertThat(second.tokens()).containsExactly('1');
    next('0', new float[0]);

    assertThat(score().readings().get("value")).isEqualTo(10);
  }

  @Test
  void oneIsReadWhereNoDigitFollows() {
    say("</think>\n<a>");
    next('1', logits(1));
    next('<', new float[0]);
    assertThat(score().readings().get("value")).isEqualTo(1);
  }

  @Test
  void nothingHasTheLowestScoreAndIsFinite() {
    say("</think>\n<a>");
    next('0', logits(0));

    assertThat(score().probability()).isCloseTo(0, within(1e-300));
    assertThat(score().difference()).isFinite();
  }

  @Test
  void whatIsNoNumberIsForcedOnce() {
    say("hm.</think><a>");
    Action.Replace forced = (Action.Replace) next('x', logits(4));
    assertThat(text(forced.tokens())).isEqualTo("Qp:hm.\n</think><a>");

    assertThat(next('x', logits(4))).isInstanceOf(Action.Done.class);
    assertThat(program.finish()).isEqualTo(FinishReason.FORCED_BY_OTHER_TEXT);
    assertThat(score().readings().get("value")).as("the likeliest digit").isEqualTo(4);
  }

  @Test
  void aChainThatEndsWithoutANumberIsForced() {
    say("One. Two");
    Action.Replace forced = (Action.Replace) next('!', new float[0], Progress.Limit.BUDGET);
    assertThat(text(forced.tokens())).isEqualTo("Qp:One. Two!\n</think><a>");
    next('3', logits(3));

    assertThat(program.finish()).isEqualTo(FinishReason.FORCED_BY_BUDGET);
    assertThat(score().readings().get("value")).isEqualTo(3);
  }

  private static String text(int[] tokens) {
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.append(new String(TOKENIZER.piece(token), StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
