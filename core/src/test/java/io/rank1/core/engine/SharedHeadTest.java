package io.rank1.core.engine;

import static io.rank1.core.engine.EngineHarness.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptFitter;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs of a topic one after the other compute the query once. */
class SharedHeadTest {

  private static final int[] ANSWER = chain("Yes.{</}{think}>{ true}");
  private static final int PAIRS = 12;

  private static FakeRunner runner(int slots) {
    return new FakeRunner(new RunnerLimits(slots, 8192, 1024, 1024), prompt -> ANSWER);
  }

  private static int headOf(String query) {
    return EngineHarness.prompt(query, "").head().text().stripTrailing().length(); // a byte a token
  }

  private static long prefilled(EngineHarness harness, List<String> queries) {
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      futures.add(harness.submit(queries.get(i), "passage " + i));
    }
    harness.drain();
    assertThat(futures)
        .allSatisfy(f -> assertThat(f.join().finish()).isEqualTo(FinishReason.ANSWERED));
    assertThat(harness.runner.usedCells()).isZero();
    assertThat(harness.stats().work().preemptions()).isZero();
    return harness.stats().work().prefilledTokens();
  }

  private static List<String> queries(int perTopic) {
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      queries.add("query " + (char) ('a' + i / perTopic));
    }
    return queries;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theHeadIsComputedOnce(int slots) {
    long apart = prefilled(new EngineHarness(runner(slots), 50), queries(1));
    long together = prefilled(new EngineHarness(runner(slots), 50), queries(PAIRS));

    assertThat(apart - together).isEqualTo((PAIRS - 1L) * headOf("query a"));
  }

  @Test
  void pairsOfATopicBeginOnceItsFirstDecodesAndOthersDoNotWait() {
    EngineHarness harness = new EngineHarness(runner(4), 50);
    for (String query : List.of("query a", "query a", "query b", "query b", "query c")) {
      harness.submit(query, "a passage");
    }
    harness.drain();
    List<Chunk> first = harness.runner.steps.get(0);
    List<Chunk> second = harness.runner.steps.get(1);

    assertThat(first).extracting(Chunk::start).containsExactly(0, 0); // a, b
    int head = headOf("query a");
    assertThat(second).hasSize(4).extracting(Chunk::start).contains(head, head);
  }

  @Test
  void aTopicWaitsForItsFirstOverManySteps() {
    FakeRunner small = new FakeRunner(new RunnerLimits(3, 8192, 1024, 30), prompt -> ANSWER);
    EngineHarness harness = new EngineHarness(small, 50);
    prefilled(harness, List.of("query a", "query a", "query a"));
    long alone = small.steps.stream().takeWhile(step -> step.size() == 1).count();
    Chunk firstDecoded = small.steps.get((int) alone).get(0);

    assertThat(alone).isGreaterThan(headOf("query a") / 30);
    assertThat(firstDecoded.tokens()).hasSize(1);
    assertThat(alone).isEqualTo((firstDecoded.start() + 29) / 30);
  }

  @Test
  void aHeadIsNotPassedOnBeforeItsLogitsAreSeen() {
    FakeRunner damaged =
        new FakeRunner(new RunnerLimits(3, 8192, 1024, 100), prompt -> ANSWER)
            .withBrokenRows(step -> step == 3); // the head ends in step 1, the prompt in step 3
    EngineHarness harness = new EngineHarness(damaged, 50);
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      futures.add(harness.submit("query a", "p".repeat(200)));
    }
    harness.drain();

    assertThat(headOf("query a")).isBetween(101, 200);
    assertThat(futures.get(0).join().failure()).contains("broken");
    assertThat(damaged.steps.get(4)).extracting(Chunk::start).containsExactly(0); // anew
    assertThat(futures.get(1).join().score()).isPresent();
    assertThat(futures.get(2).join().score()).isPresent();
  }

  @Test
  void pairsWhoseFirstTokenEndsThemStillRunTogether() {
    EngineHarness harness = new EngineHarness(runner(4), 1);
    queries(PAIRS).forEach(query -> harness.submit(query, "p"));
    harness.drain();

    assertThat(harness.stats().finished()).isEqualTo(PAIRS);
    assertThat(harness.runner.steps).hasSizeLessThan(PAIRS);
  }

  @Test
  void topicsThatTakeTurnsComputeTheirHeadsOnce() {
    List<String> turns = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      turns.add("query " + (char) ('a' + i % 3));
    }
    long apart = prefilled(new EngineHarness(runner(3), 50), queries(1));
    long inTurns = prefilled(new EngineHarness(runner(3), 50), turns);

    assertThat(apart - inTurns).isEqualTo((PAIRS - 3L) * headOf("query a"));
  }

  @Test
  void aSlotIsEmptiedBeforeAnotherHeadIsCopiedToIt() {
    int[] longer = chain("A longer chain of reasoning.{</}{think}>{ true}");
    FakeRunner runner =
        new FakeRunner(
            new RunnerLimits(2, 4096, 1024, 1024), p -> p.contains("query a") ? ANSWER : longer);
    EngineHarness harness = new EngineHarness(runner, 100);
    CompletableFuture<RerankResult> first = harness.submit("query a", "p");
    harness.submit("query b", "p");
    CompletableFuture<RerankResult> cancelled = harness.submit("query a", "p");
    CompletableFuture<RerankResult> last = harness.submit("query b", "p");
    while (!first.isDone()) {
      harness.loop.step();
    }
    assertThat(runner.usedCells()).as("a head is left").isGreaterThan(headOf("query a"));
    cancelled.cancel(false); // the other topic takes its slot
    harness.drain();

    assertThat(last.join().score()).isPresent();
    assertThat(harness.stats().work().prefilledTokens()).isLessThan(3L * headOf("query a"));
  }

  @Test
  void theCellsOfAPairThatWaitsAreKeptForIt() {
    int cells = 2 * sequence("query a").size() + 60; // two fit
    RequestQueue queue = new RequestQueue(10);
    Scheduler scheduler = new Scheduler(new RunnerLimits(3, cells, 200, 1024), queue, true);
    Sequence follower = sequence("query a");
    queue.offer(sequence("query a"));
    queue.offer(follower);
    queue.offer(sequence("query b")); // would fit in place of the follower
    Scheduler.Plan first = scheduler.schedule();
    first.step().forEach(s -> s.sequence().ran(s.chunk()));
    first.step().forEach(s -> s.sequence().read(new Row.Read(0, 'x', new float[0])));
    first.step().forEach(s -> s.sequence().append(new int[] {'x'}, 1, Wanted.NO_LOGITS));
    Scheduler.Plan second = scheduler.schedule();

    assertThat(first.step()).hasSize(1);
    assertThat(second.copies()).hasSize(1);
    assertThat(second.step()).extracting(Scheduler.Scheduled::sequence).contains(follower);
  }

  @Test
  void aSlotLeftWithTheHeadIsTakenBeforeOneIsCopiedTo() {
    RequestQueue queue = new RequestQueue(10);
    Scheduler scheduler = new Scheduler(new RunnerLimits(2, 2048, 1024, 1024), queue, true);
    Sequence first = started(queue, scheduler, sequence("query a"));
    started(queue, scheduler, sequence("query a"));
    queue.offer(sequence("query a"));
    scheduler.release(first);

    assertThat(scheduler.schedule().copies()).isEmpty();
  }

  @Test
  void anotherTopicComputesItsOwn() {
    long apart = prefilled(new EngineHarness(runner(1), 50), queries(1));
    long halves = prefilled(new EngineHarness(runner(1), 50), queries(PAIRS / 2));

    assertThat(apart - halves).isEqualTo((long) (PAIRS - 2) * headOf("query a"));
  }

  @Test
  void withOneSlotAPairIsComputedInTheSamePiecesEitherWay() {
    EngineHarness first = new EngineHarness(runner(1), 50);
    EngineHarness later = new EngineHarness(runner(1), 50);
    prefilled(first, List.of("query a"));
    prefilled(later, List.of("query a", "query a"));
    List<Chunk> alone = first.runner.steps.stream().map(step -> step.get(0)).toList();
    List<Chunk> all = later.runner.steps.stream().map(step -> step.get(0)).toList();

    assertThat(alone.get(0).tokens()).hasSize(headOf("query a"));
    List<Chunk> second = all.subList(alone.size(), all.size());
    assertThat(second).hasSize(alone.size() - 1);
    for (int i = 0; i < second.size(); i++) {
      assertThat(second.get(i).start()).isEqualTo(alone.get(i + 1).start());
      assertThat(second.get(i).tokens()).hasSameSizeAs(alone.get(i + 1).tokens());
    }
  }

  @Test
  void aHeadThatNobodyTakesOverIsDropped() {
    EngineHarness harness = new EngineHarness(runner(2), 50);
    CompletableFuture<RerankResult> first = harness.submit("query a", "p");
    CompletableFuture<RerankResult> other = harness.submit("query b", "a passage");
    CompletableFuture<RerankResult> cancelled = harness.submit("query a", "p");
    CompletableFuture<RerankResult> last = harness.submit("query c", "p");
    while (!first.isDone()) {
      harness.loop.step();
    }
    cancelled.cancel(false);
    harness.drain();

    assertThat(other.join().score()).isPresent();
    assertThat(last.join().score()).isPresent();
    assertThat(harness.runner.usedCells()).isZero();
    assertThat(harness.stats().work().preemptions()).isZero();
  }

  @Test
  void theBeginningOfThePassageDoesNotMatter() {
    List<CompletableFuture<RerankResult>> futures = new ArrayList<>();
    EngineHarness harness = new EngineHarness(runner(1), 50);
    for (int i = 0; i < PAIRS; i++) {
      futures.add(harness.submit("query a", i % 2 == 0 ? "false x" : "1alse x")); // " false" merges
    }
    harness.drain();
    long starts = harness.runner.steps.stream().filter(step -> step.get(0).start() == 0).count();

    assertThat(futures).allSatisfy(f -> assertThat(f.join().score()).isPresent());
    assertThat(starts).isEqualTo(1);
  }

  @Test
  void aCacheThatGivesBeginningsAwayIsNotTrusted() {
    RequestQueue queue = new RequestQueue(10);
    Scheduler scheduler = new Scheduler(new RunnerLimits(1, 1024, 1024, 1024), queue, false);
    Sequence first = started(queue, scheduler, sequence("query a"));
    queue.offer(sequence("query a"));

    assertThat(scheduler.release(first).keep()).isZero();
  }

  @Test
  void aHeadThatAForcedAnswerChangedIsNotKept() {
    RequestQueue queue = new RequestQueue(10);
    Scheduler scheduler = new Scheduler(new RunnerLimits(1, 1024, 1024, 1024), queue, true);
    Sequence first = started(queue, scheduler, sequence("query a"));
    queue.offer(sequence("query a"));
    int[] other =
        new FakeTokenizer().encode(EngineHarness.prompt("query b", "a passage").segments());
    first.replace(other, 1, Wanted.NO_LOGITS);
    first.ran(first.nextChunk(1024, 1));

    assertThat(scheduler.release(first).keep()).isZero();
  }

  @Test
  void aSlotWhoseHeadIsGivenUpIsTakenOnce() {
    RequestQueue queue = new RequestQueue(10);
    Scheduler scheduler = new Scheduler(new RunnerLimits(2, 2048, 1024, 1024), queue, true);
    Sequence first = started(queue, scheduler, sequence("query a"));
    Sequence second = started(queue, scheduler, sequence("query a"));
    Sequence cancelled = sequence("query a");
    queue.offer(cancelled);
    assertThat(scheduler.release(first).keep()).isPositive();
    assertThat(scheduler.release(second).keep()).isPositive();
    queue.remove(cancelled);
    queue.offer(sequence("query b"));
    queue.offer(sequence("query a"));
    Scheduler.Plan plan = scheduler.schedule();

    assertThat(plan.vacated()).hasSize(1);
    assertThat(plan.step().stream().map(s -> s.chunk().slot())).doesNotHaveDuplicates().hasSize(2);
  }

  private static Sequence sequence(String query) {
    FakeTokenizer tokenizer = new FakeTokenizer();
    FittedPrompt fitted =
        new PromptFitter(tokenizer, 1000).fit(EngineHarness.prompt(query, "a passage"));
    return new Sequence(
        new GenerationRequest(
            fitted.tokens(),
            fitted.headTokens(),
            (rows, progress) -> new Action.Done(),
            Sampling.GREEDY,
            100,
            1000,
            Service.DEFAULT));
  }

  /** A sequence that runs, with all of its prompt computed. */
  private static Sequence started(RequestQueue queue, Scheduler scheduler, Sequence sequence) {
    queue.offer(sequence);
    scheduler.schedule().step().forEach(s -> s.sequence().ran(s.chunk()));
    while (sequence.pending() > 0) {
      sequence.ran(sequence.nextChunk(1024, 1));
    }
    sequence.read(new Row.Read(0, 'x', new float[0]));
    return sequence;
  }

  @Test
  void nothingIsKeptOfAModelThatFailed() {
    FakeRunner failing = runner(1).withFault(step -> step == 2 ? "broken" : null);
    EngineHarness harness = new EngineHarness(failing, 50);
    CompletableFuture<RerankResult> first = harness.submit("query a", "p");
    CompletableFuture<RerankResult> second = harness.submit("query a", "p");
    harness.drain();

    assertThat(first.join().finish()).isEqualTo(FinishReason.FAILED);
    assertThat(second.join().finish()).isEqualTo(FinishReason.ANSWERED);
    assertThat(failing.steps.get(3).get(0).start()).isZero();
  }
}
