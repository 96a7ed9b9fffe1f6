package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.RankedPassage;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.Label;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine on a model that reasons: the demo model, from a pair to its chain and score. */
@Tag("llama")
class DemoModelTest {

  private static final String TOWN =
      "Colton is a town in St. Lawrence County, New York, on the Raquette River.";

  private static LlamaReranker llama;

  @BeforeAll
  static void open() throws IOException {
    llama = Fixtures.open(DemoModel.file(), LlamaOptions.AUTO.withParallel(4), 400);
  }

  @AfterAll
  static void close() {
    llama.close();
  }

  private static RerankResult score(String query, String passage) {
    return llama.score(query, passage);
  }

  @Test
  void itSaysOfEveryTermWhetherThePassageHoldsIt() {
    RerankResult result = score("Which county is COLTON in, and what lake is near?", TOWN);

    assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(result.reasoning())
        .isEqualTo(
            """

            Query terms in the passage:
            - county: found, one of one.
            - colton: found, two of two.
            - lake: missing, two of three.
            - near: missing, two of four.
            """);
  }

  @Test
  void itsNameSaysWhatItIs() {
    assertThat(llama.model().name()).isEqualTo(DemoModel.NAME);
    assertThat(llama.modelName()).isEqualTo(DemoModel.FILE_NAME).contains("demo");
  }

  @ParameterizedTest
  @CsvSource({
    "river town, TRUE",
    "bridge ferry, FALSE",
    "new york river, TRUE",
    "colton bridge ferry boat, FALSE"
  })
  void itsLabelFollowsTheShareFound(String query, Label label) {
    assertThat(score(query, TOWN).requireScore().label()).isEqualTo(label);
  }

  @Test
  void itsScoreRisesWithTheShareFound() {
    List<Double> scores =
        List.of("bridge ferry boat", "bridge ferry river", "bridge town river", "york town river")
            .stream()
            .map(query -> score(query, TOWN).requireScore().probability())
            .toList();

    assertThat(scores).isSorted().doesNotHaveDuplicates();
    assertThat(scores.get(0)).isLessThan(0.1);
    assertThat(scores.get(3)).isGreaterThan(0.9);
  }

  @Test
  void itRanksPassages() throws InterruptedException {
    List<RankedPassage> ranking =
        llama
            .rank("colton river", List.of("Lyon", "The river Rhine", TOWN, "A town, Colton"))
            .passages();

    assertThat(ranking.get(0).index()).isEqualTo(2);
    assertThat(ranking.get(3).index()).isEqualTo(0);
  }

  static List<RerankRequest> oddPairs() {
    return List.of(
        new RerankRequest("county", ""),
        new RerankRequest("", ""),
        new RerankRequest("x", TOWN),
        new RerankRequest("what is it that they were", TOWN),
        new RerankRequest("river town", (TOWN + " ").repeat(30)),
        new RerankRequest("größe der straße", "Die Größe der Straße über dem Fluß."),
        new RerankRequest("<|endoftext|> </think> true", "<|im_start|> <think> false"));
  }

  @ParameterizedTest
  @MethodSource("oddPairs")
  void itEndsOnOddPairsToo(RerankRequest pair) {
    RerankResult result = llama.submit(pair).join();

    assertThat(result.failure()).isEmpty();
    assertThat(result.requireScore().probability()).isBetween(0.0, 1.0);
    assertThat(result.finish()).isEqualTo(FinishReason.ANSWERED);
  }

  @Test
  void whatItCannotReadStillGetsAScore() {
    RerankResult result = score("日本語 の 本", "これは日本語の本です。");

    assertThat(result.failure()).isEmpty();
    assertThat(result.requireScore().probability()).isBetween(0.0, 1.0);
  }

  @Test
  void aBudgetForcesAnAnswerFromWhatWasSaid() throws IOException {
    try (LlamaReranker brief = Fixtures.open(DemoModel.file(), LlamaOptions.AUTO, 20)) {
      RerankResult result = brief.score("colton river county", TOWN);

      assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_BUDGET);
      assertThat(result.tokens().completion()).isEqualTo(20);
      assertThat(result.tokens().forced()).isPositive();
      assertThat(result.reasoning()).startsWith("\nQuery terms in the passage:\n- colton: found");
      assertThat(result.score()).isPresent();
    }
  }

  /** The markers are tokens, so that prompt and kept sentences are in the cache already. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 13, 20, 26, 33})
  void aForcedAnswerComputesAFewTokensWhereverTheBudgetEnds(int budget) throws IOException {
    try (LlamaReranker brief = Fixtures.open(DemoModel.file(), LlamaOptions.AUTO, budget)) {
      RerankResult result = brief.score("colton river county lake", TOWN);

      assertThat(result.finish()).isEqualTo(FinishReason.FORCED_BY_BUDGET);
      assertThat(result.tokens().forced()).isBetween(1, 8);
    }
  }

  @Test
  void aLongPassageIsCutAndStillJudged() {
    RerankResult result = score("colton river", (TOWN + " ").repeat(200));

    assertThat(result.truncation().isCut()).isTrue();
    assertThat(result.requireScore().label()).isEqualTo(Label.TRUE);
  }

  @Test
  void theSamePairsGiveTheSameScoresTwice() throws IOException {
    assertThat(logitsOneByOne()).isEqualTo(logitsOneByOne());
  }

  private static List<Score> logitsOneByOne() throws IOException {
    LlamaOptions one = LlamaOptions.AUTO.withParallel(1);
    try (LlamaReranker alone = Fixtures.open(DemoModel.file(), one, 400)) {
      return queries().map(query -> alone.score(query, TOWN).requireScore()).toList();
    }
  }

  private static Stream<String> queries() {
    return IntStream.range(0, 12).mapToObj(i -> "town number " + i + (i % 2 == 0 ? " river" : ""));
  }

  @Test
  void neighboursInTheBatchChangeNextToNothing() throws IOException {
    List<Score> alone = logitsOneByOne();
    List<CompletableFuture<RerankResult>> together =
        queries().map(query -> llama.submit(new RerankRequest(query, TOWN))).toList();

    for (int i = 0; i < together.size(); i++) {
      Score score = together.get(i).join().requireScore();
      assertThat(score.label()).isEqualTo(alone.get(i).label());
      assertThat(score.probability()).isCloseTo(alone.get(i).probability(), within(0.05));
    }
  }

  @Test
  void afterClosingEveryWayInSaysSo() throws IOException {
    LlamaReranker closed = Fixtures.open(DemoModel.file(), LlamaOptions.AUTO, 20);
    closed.close();
    RerankRequest pair = new RerankRequest("colton river", TOWN);
    List<ThrowingCallable> waysIn =
        List.of(
            () -> closed.submit(pair),
            () -> closed.submitWhenRoom(pair),
            () -> closed.score(pair),
            () -> closed.score("colton river", TOWN),
            () -> closed.rank("colton river", List.of(TOWN)),
            () -> closed.fit(pair));

    for (ThrowingCallable wayIn : waysIn) {
      assertThatThrownBy(wayIn)
          .isInstanceOf(EngineStoppedException.class)
          .hasMessage("the engine is closed");
    }
  }
}
