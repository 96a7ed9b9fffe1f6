package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.EngineReranker;
import io.rank1.core.Reranker;
import io.rank1.core.RerankerOptions;
import io.rank1.core.failure.PairFailedException;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Thinking.EarlyExit;
import io.rank1.core.pair.Thinking.Samples;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** How much is thought about a pair: each way against a model that is a function of the text. */
class ThinkingModesTest {

  private static final RunnerLimits LIMITS = new RunnerLimits(4, 4000, 1000, 256);
  private static final String BEGINNING = "Query: q\nPassage: p\n<think>";

  private final FakeTokenizer tokenizer = new FakeTokenizer();
  private final List<String> read = new ArrayList<>(); // texts behind which answers were read
  private FakeRunner runner;

  /**
   * @param chain what the model says, given the text behind {@code <think>}: the next character
   * @param logOdds what it thinks of the answer after a text
   */
  private Reranker reranker(
      Thinking thinking, Function<String, String> chain, ToDoubleFunction<String> logOdds) {
    FakeRunner.Model model =
        (tokens, wanted) -> {
          String text = tokenizer.decode(tokens);
          int begin = text.indexOf("<think>") + "<think>".length();
          return row(wanted, chain.apply(text.substring(begin)), text, logOdds);
        };
    return new EngineReranker(
        () -> runner = new FakeRunner(LIMITS, model),
        tokenizer,
        ProfileMethod.rank1(),
        RerankerOptions.builder().thinking(thinking).build(),
        () -> Recipe.EMPTY);
  }

  private Row.Read row(Wanted wanted, String next, String text, ToDoubleFunction<String> logOdds) {
    int[] asked = wanted.logitsOf();
    float[] logits = asked.length == 0 ? new float[0] : new float[] {0, 0};
    if (asked.length > 0) {
      read.add(text.substring(text.indexOf("Query: ")));
      logits[0] = (float) logOdds.applyAsDouble(text);
    }
    int token =
        next.startsWith(" true")
            ? FakeTokenizer.piece(" true")
            : next.getBytes(StandardCharsets.US_ASCII)[0];
    return new Row.Read(wanted.position(), token, logits);
  }

  /** Says a text letter by letter, and then that the passage is relevant. */
  private static Function<String, String> says(String chain) {
    return said -> {
      String all = chain + "</think> true";
      return said.length() < all.length() ? all.substring(said.length()) : "x";
    };
  }

  @Test
  void aDirectPairTakesOnePassAndGeneratesNothing() {
    try (Reranker reranker = reranker(Thinking.DIRECT, says("never"), text -> 1.5)) {
      RerankResult result = reranker.score("q", "p");
      assertThat(result.finish()).isEqualTo(FinishReason.DIRECT);
      assertThat(result.requireScore().difference()).isEqualTo(1.5);
      assertThat(result.reasoning()).isEmpty();
      assertThat(result.tokens().completion()).isZero();
      assertThat(read)
          .containsExactly(BEGINNING + "\nOkay, I think I have finished thinking.\n</think>");
      assertThat(runner.steps).hasSize(1);
    }
  }

  @Test
  void aRequestMayBeDirectBesideChains() throws InterruptedException {
    try (Reranker reranker = reranker(Thinking.upTo(50), says("Hm."), text -> -1)) {
      RerankRequest direct = RerankRequest.builder("q", "p").maxThinkTokens(0).build();
      assertThat(reranker.score(direct).finish()).isEqualTo(FinishReason.DIRECT);
      assertThat(reranker.score("q", "p").finish()).isEqualTo(FinishReason.ANSWERED);
    }
  }

  @Test
  void rethinkingGoesOnFromTheChainThatHasEnded() {
    Thinking twice = Thinking.upTo(200).withRethinks(2);
    Function<String, String> chain =
        said ->
            said.contains("Wait")
                ? said.endsWith("</think>") ? " true" : rest(said, " no.</think>")
                : says("Yes.").apply(said);
    try (Reranker reranker = reranker(twice, chain, text -> text.length())) {
      RerankResult result = reranker.score("q", "p");
      assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
      assertThat(result.reasoning()).isEqualTo("Yes.\nWait no.\nWait no.");
      assertThat(read).containsExactly(BEGINNING + "Yes.\nWait no.\nWait no.</think>");
      assertThat(result.tokens().completion())
          .isEqualTo("Yes.</think>".length() + 2 * " no.</think>".length());
    }
  }

  /** What is still to be said of a text behind the last "Wait". */
  private static String rest(String said, String all) {
    return all.substring(said.length() - said.lastIndexOf("Wait") - "Wait".length());
  }

  @Test
  void aBudgetEndsRethinkingToo() {
    Thinking thinking = Thinking.upTo(14).withRethinks(9);
    Function<String, String> chain = said -> said.contains("Wait") ? "w" : says("Yes.").apply(said);
    try (Reranker reranker = reranker(thinking, chain, text -> 0)) {
      RerankResult result = reranker.score("q", "p");
      assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_BUDGET);
      assertThat(result.reasoning()).isEqualTo("Yes.\nWaitww");
    }
  }

  @Test
  void aChainEndsWhenItsAnswerIsSettledOnOneSideForSomeLooks() {
    Thinking thinking = Thinking.upTo(200).withEarlyExit(new EarlyExit(0.1, 2, 100));
    ToDoubleFunction<String> logOdds =
        text -> {
          int sentences = text.split("\\.", -1).length - 4; // the task has two full stops
          return List.of(9., -5., 0., 5., -5., -6., -7.).get(sentences);
        };
    try (Reranker reranker = reranker(thinking, says("A. \"B.\" C. D. E. F. G. H."), logOdds)) {
      RerankResult result = reranker.score("q", "p");
      assertThat(result.finish()).isEqualTo(FinishReason.EARLY_EXIT);
      assertThat(result.requireScore().difference()).isEqualTo(-6);
      assertThat(result.reasoning()).isEqualTo("A. \"B.\" C. D. E. F.");
      assertThat(read.get(read.size() - 1)).endsWith(" F.\n</think>");
      assertThat(read).hasSize(6);
    }
  }

  @Test
  void aLongSentenceIsLookedAtToo() {
    Thinking thinking = Thinking.upTo(200).withEarlyExit(new EarlyExit(0.1, 1, 10));
    try (Reranker reranker = reranker(thinking, says("abcdefghi jklm"), text -> 9)) {
      RerankResult result = reranker.score("q", "p");
      assertThat(result.finish()).isEqualTo(FinishReason.EARLY_EXIT);
      assertThat(result.reasoning()).isEqualTo("abcdefghi j"); // a blank alone is not looked at
    }
  }

  @Test
  void lookingAsideDoesNotChangeTheChain() {
    Thinking thinking = Thinking.upTo(200).withEarlyExit(new EarlyExit(0.01, 3, 3));
    try (Reranker reranker = reranker(thinking, says("One. Two. Three."), text -> 1)) {
      RerankResult result = reranker.score("q", "p");
      assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
      assertThat(result.reasoning()).isEqualTo("One. Two. Three.");
      assertThat(result.tokens().completion()).isEqualTo("One. Two. Three.</think>".length());
    }
  }

  @Test
  void samplesComputeTheirPromptOnceAndAreAveraged() {
    Samples three = new Samples(3, Sampling.at(1, 7));
    Thinking thinking = Thinking.upTo(50).withSamples(three);
    double[] odds = {-1, 2, 4};
    int[] next = {0};
    try (Reranker reranker = reranker(thinking, says("Hm."), text -> odds[next[0]++])) {
      runner.withFault(step -> step == 0 ? whenOthersWait(reranker) : null);
      RerankResult result = reranker.score("q", "p");
      MeanScore mean = (MeanScore) result.requireScore();
      double expected = 0;
      for (double difference : odds) {
        expected += 1 / (1 + Math.exp(-difference)) / 3;
      }
      assertThat(mean.probability()).isCloseTo(expected, within(1e-12));
      assertThat(mean.spread()).isGreaterThan(0.2);
      assertThat(result.samples()).hasSize(3);
      assertThat(result.tokens().completion()).isEqualTo(3 * "Hm.</think>".length());
      int prompt = result.tokens().prompt();
      assertThat(reranker.stats().work().sharedTokens()).isEqualTo(2L * (prompt - 1));
    }
  }

  /** Has the first chain begin when the others are in the queue, where they find it running. */
  private static String whenOthersWait(Reranker reranker) {
    try {
      while (reranker.health().queued() < 2) {
        Thread.sleep(1);
      }
      return null;
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  @Test
  void aPairWithoutOneOfItsSamplesHasNoScore() {
    Thinking thinking = Thinking.upTo(50).withSamples(new Samples(3, Sampling.at(1, 7)));
    int[] sharedSteps = {0};
    ToDoubleFunction<String> logOdds =
        text -> {
          boolean isShared = runner.steps.get(runner.steps.size() - 1).size() > 1;
          if (isShared && ++sharedSteps[0] == 1) {
            throw new IllegalStateException("no");
          }
          return 1;
        };
    try (Reranker reranker = reranker(thinking, says("Hm."), logOdds)) {
      // A step that fails is tried again pair by pair: the model is asked anew, and answers.
      assertThat(reranker.score("q", "p").samples()).hasSize(3);
      runner.withBrokenRows(step -> true);
      assertThatThrownBy(() -> reranker.submit(new RerankRequest("q", "p")).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(PairFailedException.class);
      assertThat(reranker.health().running()).isZero();
    }
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(() -> Thinking.DIRECT.withRethinks(1))
        .hasMessageContaining("without a chain");
    assertThatThrownBy(() -> new Samples(2, Sampling.GREEDY)).hasMessageContaining("temperature");
    assertThatThrownBy(
            () ->
                Thinking.upTo(9)
                    .withRethinks(1)
                    .withEarlyExit(new EarlyExit(0.1, 1, EarlyExit.EVERY_TOKENS)))
        .hasMessageContaining("rethink");
    assertThat(Thinking.upTo(9).withRethinks(1).withMaxTokens(0)).isEqualTo(Thinking.DIRECT);
    assertThat(Optional.of(Thinking.upTo(0))).contains(Thinking.DIRECT);
  }
}
