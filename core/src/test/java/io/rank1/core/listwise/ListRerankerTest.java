package io.rank1.core.listwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.RerankerOptions;
import io.rank1.core.engine.FakeWriter;
import io.rank1.core.engine.Generation;
import io.rank1.core.failure.RankingFailedException;
import io.rank1.core.failure.UnusableException;
import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.listwise.algorithm.BubbleSort;
import io.rank1.core.listwise.algorithm.Comparison;
import io.rank1.core.listwise.algorithm.Fallback;
import io.rank1.core.listwise.algorithm.GroupScores;
import io.rank1.core.listwise.algorithm.HeapSort;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.listwise.algorithm.ListOrder;
import io.rank1.core.listwise.algorithm.SlidingWindows;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rankings over a fake model, with the engine's real thread. */
@Timeout(60)
class ListRerankerTest {

  private static final SlidingWindows WINDOWS = new SlidingWindows(6, 3, 100, 1);

  private static RunnerLimits limits(int slots) {
    return new RunnerLimits(slots, 4096, 1024, 512);
  }

  private static FakeWriter orders(int slots) {
    return new FakeWriter(limits(slots), ListMethods.writing(ListMethods::order));
  }

  static EngineListReranker open(FakeWriter writer, ListMethod method) {
    return open(writer, method, RerankerOptions.DEFAULT);
  }

  static EngineListReranker open(FakeWriter writer, ListMethod method, RerankerOptions options) {
    return new EngineListReranker(
        writer.factory(), writer.tokenizer(), method, options, () -> Recipe.EMPTY);
  }

  private static ListMethods.Plain written(ListAlgorithm algorithm) {
    return ListMethods.Plain.of(algorithm, ListMethods.completion(100));
  }

  /** Three queries at once give what the algorithm alone gives, in as many calls. */
  private static void assertAsWithoutAModel(FakeWriter writer, ListMethods.Plain method) {
    try (EngineListReranker reranker = open(writer, method)) {
      List<ListRequest> requests =
          IntStream.range(0, 3)
              .mapToObj(i -> ListMethods.request("q" + i, 20 + i).build())
              .toList();
      List<CompletableFuture<ListRanking>> rankings =
          requests.stream().map(reranker::rankAsync).toList();
      List<List<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ListRequest request = requests.get(i);
        ListOrder expected =
            method
                .algorithm()
                .rank(request.question().candidates().size(), ListMethods.judge(request, asked));
        ListRanking ranking = rankings.get(i).join();

        assertThat(ranking.order().candidates()).isEqualTo(expected.candidates());
        assertThat(ranking.order().places()).isEqualTo(expected.places());
        assertThat(ranking.passages())
            .extracting(ListRanking.Ranked::id)
            .isEqualTo(expected.candidates().stream().map(c -> "doc" + c).toList());
        assertThat(ranking.fallbacks()).isEmpty();
        assertThat(ranking.computed()).isEqualTo(expected.calls().size());
      }
      assertThat(reranker.stats().ended(Generation.End.DONE)).isEqualTo(asked.size());
      assertThat(reranker.stats().finished()).isEqualTo(asked.size());
      assertThat(method.threads()).doesNotContain("rank1-engine");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void windowsOfWrittenOrders(int slots) {
    FakeWriter writer = orders(slots);
    assertAsWithoutAModel(writer, written(WINDOWS));

    assertThat(writer.mostAtOnce()).isEqualTo(Math.min(slots, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void windowsOfLogits(int slots) {
    assertAsWithoutAModel(orders(slots), ListMethods.Plain.of(WINDOWS, ListMethods.logits()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void tournaments(int slots) {
    assertAsWithoutAModel(orders(slots), written(new HeapSort(4, 5, Comparison.AS_IS)));
    assertAsWithoutAModel(
        orders(slots), written(new BubbleSort(4, 5, new Comparison(3, OptionalLong.of(1)))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void groups(int slots) {
    FakeWriter writer = new FakeWriter(limits(slots), ListMethods.writing(ListMethods::scores));
    ListAlgorithm groups = new GroupScores(5, 2, OptionalLong.of(666));
    assertAsWithoutAModel(writer, ListMethods.Plain.of(groups, ListMethods.scores(200)));

    assertThat(writer.mostAtOnce()).isEqualTo(slots);
  }

  @Test
  void theCallsOfAQueryThatRunAtOnceComputeTheirHeadOnce() {
    CountDownLatch hold = new CountDownLatch(1);
    FakeWriter writer =
        new FakeWriter(limits(4), ListMethods.writing(ListMethods::scores))
            .waitingFrom(0, new CountDownLatch(1), hold);
    ListMethod method =
        ListMethods.Plain.of(new GroupScores(5, 1, OptionalLong.empty()), ListMethods.scores(200));
    String query = "a long query ".repeat(10).strip();
    try (EngineListReranker reranker = open(writer, method)) {
      CompletableFuture<ListRanking> ranking =
          reranker.rankAsync(ListMethods.request(query, 20).build());
      hold.countDown(); // all four calls are there
      ranking.join();

      int head = ("Query: " + query).length(); // a character is a token
      assertThat(reranker.stats().work().sharedTokens()).isEqualTo(3L * head);
    }
  }

  @Test
  void everyCallIsToldWithAllThatAJournalNeeds() throws InterruptedException {
    Queue<CallRecord> told = new ConcurrentLinkedQueue<>();
    ListRequest request = ListMethods.request("q", 9).build();
    try (EngineListReranker reranker = open(orders(2), written(WINDOWS))) {
      reranker.addListener(
          call -> {
            throw new IllegalStateException("a listener's own fault");
          });
      reranker.addListener(told::add);
      ListRanking ranking = reranker.rank(request);

      assertThat(told)
          .extracting(CallRecord::shown)
          .isEqualTo(ranking.order().calls().stream().map(ListOrder.Call::shown).toList())
          .hasSize(2);
      CallRecord first = told.peek();
      assertThat(first.query()).contains("id of q");
      assertThat(first.shown()).containsExactly(3, 4, 5, 6, 7, 8);
      assertThat(first.passages()).containsExactly("doc3", "doc4", "doc5", "doc6", "doc7", "doc8");
      assertThat(first.answer()).isInstanceOf(CallAnswer.Written.class);
      assertThat(first.judgement()).isEqualTo(ranking.order().calls().get(0).judgement());
      assertThat(first.end()).isEqualTo(CallRecord.End.END_OF_TEXT);
      assertThat(first.tokens().prompt()).isPositive();
      assertThat(first.tokens().completion())
          .isEqualTo("[1] > [2] > [3] > [4] > [5] > [6]".length());
      assertThat(first.share()).isEqualTo(1);
    }
  }

  @Test
  void whatIsKnownIsNotComputedAgain() throws InterruptedException {
    Map<Hash128, CallAnswer> journal = new ConcurrentHashMap<>();
    ListRequest request = ListMethods.request("q", 30).build();
    ListRanking whole;
    try (EngineListReranker reranker = open(orders(2), written(WINDOWS))) {
      reranker.addListener(call -> journal.put(call.key(), call.answer()));
      whole = reranker.rank(request);
    }
    assertThat(journal).hasSize(whole.computed());
    for (int kept = 0; kept <= journal.size(); kept++) {
      Map<Hash128, CallAnswer> part = new HashMap<>();
      for (ListOrder.Call call : whole.order().calls().subList(0, kept)) {
        Hash128 key = new CallKeys(written(WINDOWS).recipe()).key(request.question(), call.shown());
        part.put(key, journal.get(key));
      }
      try (EngineListReranker reranker = open(orders(2), written(WINDOWS))) {
        ListRanking resumed =
            reranker.rankAsync(request, key -> Optional.ofNullable(part.get(key))).join();

        assertThat(resumed.order()).isEqualTo(whole.order());
        assertThat(resumed.computed()).isEqualTo(journal.size() - kept);
        assertThat(reranker.stats().finished()).isEqualTo(journal.size() - kept);
      }
    }
  }

  @Test
  void answersThatCannotBeReadAreCountedAndNoFailure() throws InterruptedException {
    FakeWriter silent = new FakeWriter(limits(2), ListMethods.writing(prompt -> "No idea."));
    try (EngineListReranker reranker = open(silent, written(WINDOWS))) {
      ListRanking ranking = reranker.rank(ListMethods.request("q", 9).build());

      assertThat(ranking.order().candidates()).isEqualTo(IntStream.range(0, 9).boxed().toList());
      assertThat(ranking.fallbacks()).isEqualTo(Map.of(Fallback.ORDER_UNPARSABLE, 2));
    }
  }

  @Test
  void passagesAreShortenedAlikeUntilPromptAndAnswerFit() throws InterruptedException {
    ListRequest.Builder request = ListRequest.builder("q");
    for (int i = 0; i < 6; i++) {
      request.candidate("doc" + i, "x".repeat(100 + 1000 * i) + i);
    }
    Queue<CallRecord> told = new ConcurrentLinkedQueue<>();
    ListMethods.Plain method = written(WINDOWS);
    try (EngineListReranker reranker = open(orders(1), method)) {
      reranker.addListener(told::add);
      reranker.rank(request.build());

      assertThat(told.peek().tokens().prompt()).isBetween((int) (924 * 0.98), 924); // 1024 - 100
      assertThat(told.peek().share()).isBetween(0.0, 0.1);
      assertThat(method.threads()).hasSizeLessThan(12);
    }
  }

  @Test
  void aCallThatCannotFitFailsItsQueryAlone() throws InterruptedException {
    try (EngineListReranker reranker = open(orders(2), written(WINDOWS))) {
      CompletableFuture<ListRanking> tooLong =
          reranker.rankAsync(ListMethods.request("long ".repeat(300), 9).build());
      CompletableFuture<ListRanking> other =
          reranker.rankAsync(ListMethods.request("q", 9).build());

      assertThatThrownBy(tooLong::join)
          .cause()
          .isInstanceOf(RankingFailedException.class)
          .hasMessageContaining("a list of 6 passages needs 15")
          .hasMessageContaining("the context leaves 924 for it: shorten the query");
      assertThat(other.join().passages()).hasSize(9);
    }
  }

  @Test
  void aCallOnWhichTheModelFailsFailsItsQueryAlone() {
    FakeWriter writer = orders(2).failingOn("poison passage 919");
    try (EngineListReranker reranker = open(writer, written(WINDOWS))) {
      List<CompletableFuture<ListRanking>> all =
          List.of("a", "poison", "b").stream()
              .map(query -> reranker.rankAsync(ListMethods.request(query, 9).build()))
              .toList();

      assertThatThrownBy(all.get(1)::join)
          .cause()
          .isInstanceOf(RankingFailedException.class)
          .hasMessage("the model failed on a list of 6 passages: a bad text");
      assertThat(all.get(0).join().fallbacks()).isEmpty();
      assertThat(all.get(2).join().fallbacks()).isEmpty();
      assertThat(reranker.stats().ended(Generation.End.FAILED)).isEqualTo(1);
    }
  }

  @Test
  void queriesWithoutWorkAreRankedAtOnce() throws InterruptedException {
    try (EngineListReranker reranker = open(orders(1), written(WINDOWS))) {
      assertThat(reranker.rank(ListMethods.request("q", 0).build()).passages()).isEmpty();
      assertThat(reranker.rank(ListMethods.request("q", 1).build()).passages()).hasSize(1);
      assertThat(reranker.stats().finished()).isZero();
    }
  }

  @Test
  void sampledCallsDrawByWhatTheyAre() throws InterruptedException {
    List<List<Sampling>> runs = new ArrayList<>();
    for (String query : List.of("q", "q", "other")) {
      FakeWriter writer = new FakeWriter(limits(1), ListMethods.writing(ListMethods::scores));
      ListMethod method =
          ListMethods.Plain.of(
              new GroupScores(5, 1, OptionalLong.empty()), ListMethods.scores(200));
      try (EngineListReranker reranker = open(writer, method)) {
        reranker.rank(ListMethods.request(query, 20).build());
      }
      runs.add(writer.samplings());
    }
    assertThat(runs.get(0))
        .hasSize(4)
        .containsExactlyInAnyOrderElementsOf(runs.get(1)) // whichever ran first
        .doesNotContainAnyElementsOf(runs.get(2));
    assertThat(runs.get(0)).allMatch(sampling -> sampling.temperature() == 0.3f);
  }

  @Test
  void identityIsThatOfMethodAndModel() {
    try (EngineListReranker reranker =
        new EngineListReranker(
            orders(1).factory(),
            orders(1).tokenizer(),
            written(WINDOWS),
            RerankerOptions.DEFAULT,
            () -> Recipe.EMPTY.with("model.sha256", "abc"))) {
      assertThat(reranker.identity())
          .isEqualTo(Recipe.EMPTY.with("model.sha256", "abc").with("program.name", "plain"));
    }
  }

  @Test
  void methodsThatCannotWorkAreRefusedWhenOpened() {
    assertThatThrownBy(
            () -> open(orders(1), ListMethods.Plain.of(WINDOWS, ListMethods.completion(1024))))
        .isInstanceOf(UnusableException.class)
        .hasMessage(
            "an answer of up to 1024 tokens leaves no room for a prompt in a context of 1024");
    SlidingWindows wide = new SlidingWindows(33, 10, 100, 1);
    assertThatThrownBy(() -> open(orders(1), ListMethods.Plain.of(wide, ListMethods.logits())))
        .isInstanceOf(UnusableException.class)
        .hasMessage("a list of 33 passages: logits are read of 32 at most");
  }
}
