package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Thinking.EarlyExit;
import io.rank1.core.pair.Thinking.Samples;
import io.rank1.core.runner.Sampling;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ways of thinking, on the demo model and the embedded llama.cpp. */
class ThinkingOnLlamaTest {

  private static final String TOWN =
      "Colton is a town in the county of Saint Lawrence. A river flows through the town.";

  private static LlamaReranker llama;

  @BeforeAll
  static void open() throws IOException {
    llama = Fixtures.open(DemoModel.file(), LlamaOptions.AUTO.withParallel(1), 400);
  }

  @AfterAll
  static void close() {
    llama.close();
  }

  private static RerankResult score(Thinking thinking) throws InterruptedException {
    return llama.score(RerankRequest.builder("colton river", TOWN).thinking(thinking).build());
  }

  @Test
  void aDirectScoreIsThatOfTheForcedFormAfterItsFill() throws InterruptedException {
    RerankResult direct = score(Thinking.DIRECT);
    assertThat(direct.finish()).isEqualTo(FinishReason.DIRECT);
    assertThat(direct.tokens().completion()).isZero();
    assertThat(direct.requireScore().probability()).isBetween(0.0, 1.0);
    assertThat(score(Thinking.DIRECT).score()).isEqualTo(direct.score());
    assertThat(llama.fit(direct()).prompt().text())
        .endsWith("\n<think>\nOkay, I think I have finished thinking.\n</think>");
  }

  private static RerankRequest direct() {
    return RerankRequest.builder("colton river", TOWN).thinking(Thinking.DIRECT).build();
  }

  @Test
  void samplesDifferAndTheSameSeedDrawsThemAgain() throws InterruptedException {
    Thinking thinking = sampled(3);
    RerankResult result = score(thinking);
    assertThat(result.samples()).hasSize(5);
    assertThat(result.samples().stream().map(RerankResult.Sample::reasoning).distinct().count())
        .isGreaterThan(1);
    double mean =
        result.samples().stream()
            .mapToDouble(sample -> sample.score().probability())
            .average()
            .orElseThrow();
    assertThat(result.requireScore().probability()).isCloseTo(mean, within(1e-9));
    assertThat(((MeanScore) result.requireScore()).spread()).isBetween(0.0, 0.5);
    assertThat(score(thinking).samples()).isEqualTo(result.samples());
    assertThat(score(sampled(4)).samples()).isNotEqualTo(result.samples());
  }

  private static Thinking sampled(long seed) {
    return Thinking.upTo(400).withSamples(new Samples(5, Sampling.at(1.5f, seed)));
  }

  @Test
  void anEarlyExitTakesTheBeginningOfTheWholeChain() throws InterruptedException {
    RerankResult whole = score(Thinking.upTo(400));
    RerankResult brief =
        score(Thinking.upTo(400).withEarlyExit(new EarlyExit(0.5, 1, EarlyExit.EVERY_TOKENS)));
    assertThat(brief.finish()).isEqualTo(FinishReason.EARLY_EXIT);
    assertThat(whole.reasoning()).startsWith(brief.reasoning());
    assertThat(brief.tokens().completion()).isLessThan(whole.tokens().completion());
  }

  /** A look leaves nothing behind: the chain goes on as it would have, to the bit. */
  @Test
  void looksAloneChangeNothing() throws InterruptedException {
    RerankResult whole = score(Thinking.upTo(400));
    RerankResult looked = score(Thinking.upTo(400).withEarlyExit(new EarlyExit(1e-300, 9, 5)));
    assertThat(looked.finish()).isEqualTo(whole.finish());
    assertThat(looked.reasoning()).isEqualTo(whole.reasoning());
    assertThat(looked.score()).isEqualTo(whole.score());
  }

  @Test
  void rethinkingGoesOnBehindWait() throws InterruptedException {
    RerankResult whole = score(Thinking.upTo(400));
    RerankResult again = score(Thinking.upTo(400).withRethinks(1));
    assertThat(again.reasoning()).startsWith(whole.reasoning() + "\nWait");
    assertThat(again.tokens().completion()).isGreaterThan(whole.tokens().completion());
  }
}
