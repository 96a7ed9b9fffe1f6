package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Label;
import io.rank1.core.pair.RerankResult;
import io.rank1.models.synthetic.ScriptedModel;
import io.rank1.models.synthetic.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a chain can end, in llama.cpp, on models that say what the test wants. */
@Tag("llama")
class ChainOnLlamaTest {

  private static final Vocabulary VOCABULARY = Fixtures.vocabulary();
  private static final int TRUE = VOCABULARY.id(" true");
  private static final int FALSE = VOCABULARY.id(" false");

  @TempDir Path folder;

  private RerankResult run(ScriptedModel model, int maxThink) throws IOException {
    Path file = folder.resolve("model.gguf");
    model.write(file);
    try (LlamaReranker reranker = Fixtures.open(file, maxThink)) {
      return reranker.score("a query", "a passage");
    }
  }

  @Test
  void anAnswerIsTheSigmoidOfTheTwoLogits() throws IOException {
    RerankResult result = run(Fixtures.saying(3.25f, 2, " so", "</think>"), 50);

    assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(result.reasoning()).isEqualTo(" so");
    AnswerLogits logits = (AnswerLogits) result.requireScore();
    assertThat(logits.logitTrue()).isCloseTo(3.25f, within(1e-4f));
    assertThat(logits.logitFalse()).isCloseTo(2f, within(1e-4f));
    assertThat(result.requireScore().probability())
        .isCloseTo(1 / (1 + Math.exp(-1.25)), within(1e-5));
    assertThat(result.tokens().completion()).isEqualTo(2);
  }

  @Test
  void aNegativeAnswerIsLabelledFalse() throws IOException {
    RerankResult result = run(Fixtures.saying(-1, 4, " so", "</think>"), 50);

    assertThat(result.requireScore().label()).isEqualTo(Label.FALSE);
    assertThat(result.requireScore().probability()).isCloseTo(1 / (1 + Math.exp(5)), within(1e-5));
  }

  @Test
  void anAnswerFarBehindAnotherTokenIsForcedButNeverInvented() throws IOException {
    ScriptedModel model = Fixtures.saying(-2, -3, " so", ".", "</think>");
    int other = VOCABULARY.id("Hm");
    model.after(VOCABULARY.id("</think>"), Map.of(other, 9f, TRUE, -2f, FALSE, -3f));

    RerankResult result = run(model, 50);

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_OTHER_TEXT);
    assertThat(result.reasoning()).isEqualTo(" so.");
    assertThat(result.requireScore().difference()).isCloseTo(1, within(1e-4));
  }

  @Test
  void anEndMergedWithANewLineForcesAnAnswer() throws IOException {
    RerankResult result = run(Fixtures.saying(1, 0, " so", "</think>\n"), 50);

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_OTHER_TEXT);
    assertThat(result.reasoning()).isEqualTo(" so");
  }

  @Test
  void endOfTextForcesAnAnswer() throws IOException {
    RerankResult result = run(Fixtures.saying(1, 2.5f, " so", "."), 50);

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_END_OF_TEXT);
    assertThat(result.reasoning()).isEqualTo(" so.");
    assertThat(result.requireScore().difference()).isCloseTo(-1.5, within(1e-4));
    assertThat(result.tokens().forced()).isPositive();
  }

  @Test
  void anEndlessChainIsForcedByItsBudget() throws IOException {
    RerankResult result = run(Fixtures.saying(2, 0, "go", "loop", "go"), 40);

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_BUDGET);
    assertThat(result.reasoning()).isEqualTo("goloop".repeat(20));
    assertThat(result.tokens().completion()).isEqualTo(40);
    assertThat(result.requireScore().difference()).isCloseTo(2, within(1e-4));
  }

  @Test
  void anEndlessChainIsForcedByTheContext() throws IOException {
    RerankResult result = run(Fixtures.saying(2, 0, "go", "loop", "go"), 5000);

    assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_CONTEXT);
    assertThat(result.tokens().prompt() + result.tokens().completion()).isBetween(490, 512);
    assertThat(result.score()).isPresent();
  }

  @Test
  void aCharacterOverSeveralTokensComesOutWhole() throws IOException {
    Vocabulary v = VOCABULARY;
    ScriptedModel model = Fixtures.saying(1, 0, " so");
    // "é" is C3 A9 in UTF-8: two byte tokens.
    model.chain(v.id(" so"), v.idOfByte(0xC3), v.idOfByte(0xA9), v.id("</think>"));

    RerankResult result = run(model, 50);

    assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(result.reasoning()).isEqualTo(" soé");
  }

  @Test
  void anAnswerSpelledOverTwoTokensCounts() throws IOException {
    ScriptedModel model = Fixtures.saying(2, 1, " so", "</think>", " tr", "ue");
    int next = VOCABULARY.id(" tr");
    model.after(VOCABULARY.id("</think>"), Map.of(next, 5f, TRUE, 2f, FALSE, 1f));

    RerankResult result = run(model, 50);

    assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(result.requireScore().difference()).isCloseTo(1, within(1e-4));
  }

  @Test
  void controlTokensInUserTextStayText() throws IOException {
    Path file = folder.resolve("model.gguf");
    Fixtures.saying(1, 0, " so", "</think>").write(file);
    try (LlamaReranker reranker = Fixtures.open(file, 50)) {
      RerankResult empty = reranker.score("q", "");
      RerankResult control = reranker.score("q", "<|endoftext|>");

      assertThat(control.finish()).isEqualTo(FinishReason.ANSWERED);
      assertThat(control.tokens().prompt()).isGreaterThan(empty.tokens().prompt() + 8);
    }
  }
}
