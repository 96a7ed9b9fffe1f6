package io.rank1.core.listwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.engine.FakeTokenizer;
import io.rank1.core.engine.FakeWriter;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.listwise.CallRecord.End;
import io.rank1.core.listwise.algorithm.SlidingWindows;
import io.rank1.core.listwise.answer.Identifiers;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When an answer ends, and how it goes on. */
@Timeout(60)
class CompletionTest {

  private static final RunnerLimits LIMITS = new RunnerLimits(1, 1024, 1024, 512);

  private static final Reading.Continuation ANSWER =
      new Reading.Continuation("<answer>", SegmentedText.literal("</t><answer>"), 8);

  private static Reading.Completion reading(
      int least, int most, Optional<Reading.Continuation> continuation, String... stops) {
    return new Reading.Completion(
        ListMethods.ORDER,
        Reading.Budget.of(least, most),
        List.of(stops),
        continuation,
        Sampling.GREEDY);
  }

  private static CallRecord ask(Reading.Completion reading, FakeWriter.Author author) {
    FakeWriter writer = new FakeWriter(LIMITS, author);
    ListMethod method = ListMethods.Plain.of(new SlidingWindows(2, 1, 2, 1), reading);
    List<CallRecord> told = new ArrayList<>();
    try (EngineListReranker reranker = ListRerankerTest.open(writer, method)) {
      reranker.addListener(told::add);
      reranker.rankAsync(ListMethods.request("q", 2).build()).join();
    }
    assertThat(told).hasSize(1);
    return told.get(0);
  }

  private static CallRecord ask(Reading.Completion reading, String text) {
    return ask(reading, ListMethods.writing(prompt -> text));
  }

  private static String text(CallRecord call) {
    return ((CallAnswer.Written) call.answer()).text();
  }

  @Test
  void anAnswerEndsWithTheModelsText() {
    CallRecord call = ask(reading(0, 50, Optional.empty(), "</a>"), "[2] > [1]");

    assertThat(text(call)).isEqualTo("[2] > [1]");
    assertThat(call.end()).isEqualTo(End.END_OF_TEXT);
    assertThat(call.tokens().completion()).isEqualTo(9);
    assertThat(call.judgement().order(2)).containsExactly(1, 0);
  }

  @Test
  void aStopTextEndsItAndStays() {
    CallRecord call = ask(reading(0, 50, Optional.empty(), "nothing", "</a>"), "[2]</a> more");

    assertThat(text(call)).isEqualTo("[2]</a>");
    assertThat(call.end()).isEqualTo(End.STOP_TEXT);
    assertThat(call.tokens().completion()).isEqualTo(7);
  }

  @Test
  void stopTextsDoNotCountBeforeTheLeastTokens() {
    CallRecord call = ask(reading(4, 50, Optional.empty(), ";"), "a;b;c;d");

    assertThat(text(call)).isEqualTo("a;b;");
  }

  @Test
  void theBudgetEndsAnAnswer() {
    CallRecord call = ask(reading(0, 5, Optional.empty()), "[2] > [1]");

    assertThat(text(call)).isEqualTo("[2] >");
    assertThat(call.end()).isEqualTo(End.BUDGET);
    assertThat(call.tokens().completion()).isEqualTo(5);
  }

  /** Thinks until it is told to answer. */
  private static FakeWriter.Author thinker(int words) {
    return (prompt, written) -> {
      int answer = written.indexOf("<answer>");
      if (answer < 0) {
        String thoughts = "hm ".repeat(words);
        return thoughts.substring(Math.min(thoughts.length(), written.length()));
      }
      String order = "[2] > [1] or not";
      int said = written.length() - answer - "<answer>".length();
      return order.substring(Math.min(order.length(), said));
    };
  }

  @Test
  void anAnswerThatLacksSomethingIsContinuedOnce() {
    CallRecord spent = ask(reading(0, 6, Optional.of(ANSWER)), thinker(100));

    assertThat(text(spent)).isEqualTo("hm hm </t><answer>[2] > [1"); // eight tokens more
    assertThat(spent.end()).isEqualTo(End.BUDGET);
    assertThat(spent.tokens().completion()).isEqualTo(14);
    assertThat(spent.tokens().forced()).isEqualTo(11); // "</" is one token

    CallRecord ended = ask(reading(0, 50, Optional.of(ANSWER), "] "), thinker(1));
    assertThat(text(ended)).isEqualTo("hm </t><answer>[2] ");
    assertThat(ended.end()).isEqualTo(End.STOP_TEXT);
    assertThat(ended.judgement().order(2)).containsExactly(1, 0);
  }

  @Test
  void anAnswerThatLacksNothingIsNotContinued() {
    CallRecord call = ask(reading(0, 50, Optional.of(ANSWER)), "hm<answer>[2]");

    assertThat(text(call)).isEqualTo("hm<answer>[2]");
    assertThat(call.end()).isEqualTo(End.END_OF_TEXT);
    assertThat(call.tokens().forced()).isZero();
  }

  @Test
  void aBudgetMayBeThatOfAnOrder() {
    assertThat(Reading.Budget.ofOrder(Identifiers.NUMBERS).of(10, new FakeTokenizer()))
        .isEqualTo(new Reading.Tokens(58, 58)); // a character is a token
  }

  @Test
  void identifiersAreSingleTokensWithWhatBelongsToThem() {
    Reading.IdentifierTokens letters = Reading.IdentifierTokens.of("", Identifiers.LETTERS);
    Reading.IdentifierTokens numbers = Reading.IdentifierTokens.of("", Identifiers.NUMBERS);
    Reading.IdentifierTokens words = Reading.IdentifierTokens.of(" ", Identifiers.LETTERS);

    assertThat(letters.of(3, new FakeTokenizer())).containsExactly('A', 'B', 'C');
    assertThat(numbers.of(9, new FakeTokenizer())).endsWith('9');
    assertThatThrownBy(() -> numbers.of(10, new FakeTokenizer()))
        .isInstanceOf(UnusableException.class)
        .hasMessage("the identifier \"10\" is not one token in this vocabulary");
    assertThatThrownBy(() -> words.of(1, new FakeTokenizer()))
        .hasMessage("the identifier \" A\" is not one token in this vocabulary");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> reading(6, 5, Optional.empty()))
        .hasMessage("an answer of 6 to 5 tokens");
    assertThatThrownBy(() -> reading(0, 0, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reading(0, 5, Optional.empty(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reading.Continuation("x", SegmentedText.EMPTY, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
