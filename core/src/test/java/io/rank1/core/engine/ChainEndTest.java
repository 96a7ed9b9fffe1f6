package io.rank1.core.engine;

import static io.rank1.core.engine.EngineHarness.chain;
import static io.rank1.core.engine.EngineHarness.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a chain can end, and which text the score is read after. */
class ChainEndTest {

  private static final String PROMPT = prompt("q", "a passage").text();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes.{</}{think}>{ true}",
        "Yes.{</}{think}>{ false}",
        "Yes.</think>{ true}",
        "Yes.{</think>}{ true}",
        "Yes.{</}{think}> true", // the answer spelled out, after the decision was read
        "Yes.{</}{think}>{ tr}ue",
        "Yes.{</}{think}{> true}" // merged: no output stands right after </think>
      })
  void anAnswerIsReadRightAfterTheEndOfThinkingHoweverItIsTokenized(String spec) {
    RerankResult result = EngineHarness.run(100, chain(spec));

    assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(result.reasoning()).isEqualTo("Yes.");
    assertThat(result.requireScore()).isEqualTo(FakeRunner.score(PROMPT + "Yes.</think>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes.{</think>}{ true}", // the token, as on rank1's vocabularies
        "Yes.{</}{think}>{ true}", // spelled, though the vocabulary has the token
        "Yes.{</}{think}{> true}"
      })
  void aVocabularyWithTheMarkersIsReadRightAfterTheEndToo(String spec) {
    RerankResult result = EngineHarness.runWithMarkers(100, chain(spec));

    assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(result.reasoning()).isEqualTo("Yes.");
    assertThat(result.requireScore()).isEqualTo(FakeRunner.score(PROMPT + "Yes.</think>"));
  }

  @Test
  void aForcedAnswerComputesTheNewLineAndTheMarkerAloneWhereTheMarkersAreTokens() {
    EngineHarness harness =
        EngineHarness.withMarkers(EngineHarness.ROOMY, 13, p -> chain("\nOne. Two. Thr"));
    var future = harness.submit("q", "a passage");
    harness.drain();

    var last = harness.runner.steps.get(harness.runner.steps.size() - 1).get(0);
    int end = FakeTokenizer.piece("</think>");
    assertThat(last.tokens()).containsExactly('\n', end);
    assertThat(last.start()).isEqualTo(future.join().tokens().prompt() + "\nOne. Two.".length());
    assertThat(future.join().tokens().forced()).isEqualTo(2);
  }

  @Test
  void whatTheModelWroteAsAMarkerIsThatMarkerWhenTheChainIsTokenizedAnew() {
    EngineHarness harness =
        EngineHarness.withMarkers(
            EngineHarness.ROOMY, 100, p -> chain("\nSay {<think>} or <{think}>. No{eos}"));
    harness.submit("q", "a passage");
    harness.drain();

    int[] tokens =
        harness.runner.steps.stream()
            .flatMapToInt(step -> Arrays.stream(step.get(0).tokens()))
            .toArray();
    int think = FakeTokenizer.piece("<think>");
    // The prompt's and the chain's; what the chain only spells is never one.
    assertThat(Arrays.stream(tokens).filter(token -> token == think)).hasSize(2);
    var last = harness.runner.steps.get(harness.runner.steps.size() - 1).get(0);
    assertThat(last.tokens()).as("all before is in the cache").hasSize(2);
  }

  @Test
  void userTextThatSpellsAMarkerIsNone() {
    EngineHarness harness =
        EngineHarness.withMarkers(EngineHarness.ROOMY, 100, p -> chain("Yes.{</think>}{ true}"));
    harness.submit("</think>", "Say <think>");
    harness.loop.step();

    int[] prompt = harness.runner.steps.get(0).get(0).tokens();
    assertThat(prompt).doesNotContain(FakeTokenizer.piece("</think>"));
    assertThat(Arrays.stream(prompt).filter(t -> t == FakeTokenizer.piece("<think>"))).hasSize(1);
    assertThat(prompt[prompt.length - 1]).isEqualTo(FakeTokenizer.piece("<think>"));
  }

  @Test
  void theAnswerTokenIsNotDecodedAndNotCounted() {
    RerankResult result = EngineHarness.run(100, chain("Ab{</think>}{ true}"));

    assertThat(result.tokens().completion()).isEqualTo(3);
    assertThat(result.tokens().forced()).isZero();
  }

  @Test
  void otherTextAfterTheEndForcesAnAnswer() {
    RerankResult result = EngineHarness.run(100, chain("One. Two{</think>}Hm"));

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_OTHER_TEXT);
    assertThat(result.reasoning()).isEqualTo("One. Two");
    assertThat(result.requireScore()).isEqualTo(FakeRunner.score(PROMPT + "\nOne.\n</think>"));
  }

  @Test
  void anEndMergedWithANewLineForcesAnAnswer() {
    RerankResult result = EngineHarness.run(100, chain("One. Two{</}{think}{>\n}{ true}"));

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_OTHER_TEXT);
    assertThat(result.requireScore()).isEqualTo(FakeRunner.score(PROMPT + "\nOne.\n</think>"));
  }

  @Test
  void endOfTextForcesAnAnswer() {
    RerankResult result = EngineHarness.run(100, chain(" Is it? I think so{eos}"));

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_END_OF_TEXT);
    assertThat(result.reasoning()).isEqualTo(" Is it? I think so");
    assertThat(result.requireScore()).isEqualTo(FakeRunner.score(PROMPT + "\nIs it?\n</think>"));
    assertThat(result.tokens().completion()).isEqualTo(18);
  }

  @Test
  void theBudgetForcesAnAnswerAndKeepsTheReasoning() {
    RerankResult result = EngineHarness.run(7, chain("abcdefghijklmno"));

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_BUDGET);
    assertThat(result.reasoning()).isEqualTo("abcdefg");
    assertThat(result.tokens().completion()).isEqualTo(7);
    assertThat(result.requireScore()).isEqualTo(FakeRunner.score(PROMPT + "\nabcdefg\n</think>"));
  }

  @Test
  void theBudgetDoesNotCutOffAnEndThatIsComplete() {
    RerankResult result = EngineHarness.run(3, chain("ab{</think>}{ true}"));

    assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
  }

  @Test
  void aFullContextForcesAnAnswer() {
    EngineHarness harness =
        new EngineHarness(
            new io.rank1.core.runner.RunnerLimits(1, 240, 240, 64), 9999, p -> new int[0]);
    var future = harness.submit("q", "p");
    harness.drain();

    assertThat(future.join().finish()).isEqualTo(FinishReason.FORCED_BY_CONTEXT);
    assertThat(future.join().reasoning()).matches("x{50,}");
    assertThat(future.join().score()).isPresent();
  }

  @Test
  void aCharacterOverSeveralTokensIsWholeInTheReasoning() {
    RerankResult result = EngineHarness.run(100, chain("Größe 水{</think>}{ true}"));

    assertThat(result.reasoning()).isEqualTo("Größe 水");
  }

  @Test
  void aCharacterThatTheBudgetSplitsIsLeftOut() {
    RerankResult result = EngineHarness.run(5, chain("ab.水水"));

    assertThat(result.reasoning()).isEqualTo("ab.");
    assertThat(result.requireScore()).isEqualTo(FakeRunner.score(PROMPT + "\nab.\n</think>"));
  }

  @Test
  void forcingReusesTheCachedPrompt() {
    EngineHarness harness = new EngineHarness(EngineHarness.ROOMY, 9, p -> chain("\nOne. Two"));
    var future = harness.submit("q", "a passage");
    harness.drain();

    int prompt = future.join().tokens().prompt();
    var last = harness.runner.steps.get(harness.runner.steps.size() - 1).get(0);
    // The new line after <think> merges with its '>', so only the prompt's last token differs.
    assertThat(last.start()).isEqualTo(prompt - 1);
    assertThat(last.tokens().length).isEqualTo(future.join().tokens().forced());
  }

  @Test
  void anEmptyChainCanBeForced() {
    RerankResult result = EngineHarness.run(100, chain("{eos}"));

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_END_OF_TEXT);
    assertThat(result.reasoning()).isEmpty();
    assertThat(result.requireScore()).isEqualTo(FakeRunner.score(PROMPT + "\n\n</think>"));
  }
}
