package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.EngineReranker;
import io.rank1.core.RerankMethod;
import io.rank1.core.Reranker;
import io.rank1.core.RerankerOptions;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.speculate.DraftLength;
import io.rank1.core.speculate.ModelDrafts;
import io.rank1.core.speculate.Speculation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A second model that guesses; the fake one holds it to the runner's contract. */
class ModelDraftsTest {

  private static final RunnerLimits TARGET = new RunnerLimits(3, 3000, 1000, 300);
  private static final String CHAIN = "Some words to be said. ".repeat(4) + "{</think>}{ true}";

  private static FakeRunner saying(RunnerLimits limits, String chain) {
    return new FakeRunner(limits, prompt -> EngineHarness.chain(chain));
  }

  /** What pairs become; their passages differ, so that they take slots of their own. */
  private static List<RerankResult> results(FakeRunner target, Speculation speculation) {
    return results(target, speculation, 8);
  }

  private static List<RerankResult> results(FakeRunner target, Speculation speculation, int pairs) {
    RerankMethod method = ProfileMethod.rank1();
    try (Reranker reranker =
        new EngineReranker(
            speculation.around(() -> target),
            new FakeTokenizer(),
            speculation.around(method),
            RerankerOptions.builder().maxThinkTokens(200).build(),
            () -> Recipe.EMPTY)) {
      List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
      IntStream.range(0, pairs)
          .forEach(i -> futures.add(reranker.submit(new RerankRequest("q", "passage " + i))));
      return futures.stream().map(CompletableFuture::join).toList();
    }
  }

  private static Speculation drafting(FakeRunner draft, int vocabulary) {
    return new Speculation(DraftLength.always(4), new ModelDrafts(() -> draft, vocabulary));
  }

  private static void assertThatAllIsSaid(List<RerankResult> results) {
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.reasoning()).isEqualTo("Some words to be said. ".repeat(4));
              assertThat(result.tokens().completion()).isEqualTo(93);
            });
  }

  @Test
  void aModelThatSaysTheSameGuessesRightAndComputesEachTokenOnce() {
    FakeRunner draft = saying(TARGET, CHAIN);
    Speculation speculation = drafting(draft, 1000);
    List<RerankResult> results = results(saying(TARGET, CHAIN), speculation);

    assertThatAllIsSaid(results);
    assertThat(speculation.stats().acceptance()).isGreaterThan(0.9);
    assertThat(draft.closed).isTrue();
    long run =
        draft.steps.stream().flatMap(List::stream).mapToLong(chunk -> chunk.tokens().length).sum();
    long whole = results.stream().mapToLong(r -> r.tokens().prompt() + 93L).sum();
    assertThat(run).as("the query is computed once for each slot").isLessThan(whole);
    assertThat(draft.steps.stream().flatMap(List::stream).map(Chunk::slot).distinct()).hasSize(3);
  }

  @Test
  void oneSlotServesSequencesInTurn() {
    FakeRunner draft = saying(new RunnerLimits(1, 1000, 1000, 20), CHAIN);
    Speculation speculation = drafting(draft, 1000);
    assertThatAllIsSaid(results(saying(TARGET, CHAIN), speculation));
    assertThat(speculation.stats().acceptance()).isGreaterThan(0.9);
  }

  @Test
  void withoutRoomOthersAreForgottenOrNothingIsGuessed() {
    FakeRunner draft =
        saying(TARGET, CHAIN).withFault(step -> step % 5 == 3 || step % 11 > 8 ? "room" : null);
    Speculation speculation = drafting(draft, 1000);
    assertThatAllIsSaid(results(saying(TARGET, CHAIN), speculation));
    assertThat(speculation.stats().acceptance()).isGreaterThan(0.9);
  }

  @Test
  void aContextThatIsTooShortForThePairGuessesNothing() {
    FakeRunner draft = saying(new RunnerLimits(3, 100, 30, 10), CHAIN);
    Speculation speculation = drafting(draft, 1000);
    assertThatAllIsSaid(results(saying(TARGET, CHAIN), speculation));
    assertThat(draft.steps).isEmpty();
  }

  @Test
  void aTokenThatOnlyOneModelKnowsIsNotGuessed() {
    FakeRunner draft = saying(TARGET, CHAIN);
    Speculation speculation = drafting(draft, 'w'); // and no letter from here on
    assertThatAllIsSaid(results(saying(TARGET, CHAIN), speculation));
    assertThat(speculation.stats().drafted()).isZero();
  }

  @Test
  void aModelThatGuessesWrongIsHardlyAskedAnyMore() {
    FakeRunner draft = saying(TARGET, "z".repeat(200));
    Speculation speculation = new Speculation(DraftLength.AUTO, new ModelDrafts(() -> draft, 1000));
    FakeRunner target = saying(new RunnerLimits(1, 1000, 1000, 300), CHAIN);
    assertThatAllIsSaid(results(target, speculation, 40));
    assertThat(speculation.stats().turnedOff()).isBetween(4L, 16L);
    assertThat(speculation.stats().drafted()).isLessThan(40 * 93 / 8);
  }

  @Test
  void aFailedStepOrABrokenRowTurnsItOff() {
    FakeRunner failing = saying(TARGET, CHAIN).withFault(step -> step == 9 ? "fault" : null);
    assertThatAllIsSaid(results(saying(TARGET, CHAIN), drafting(failing, 1000)));
    assertThat(failing.steps).hasSize(10);

    FakeRunner broken = saying(TARGET, CHAIN).withBrokenRows(step -> step == 9);
    assertThatAllIsSaid(results(saying(TARGET, CHAIN), drafting(broken, 1000)));
    assertThat(broken.steps).hasSize(10);
  }
}
