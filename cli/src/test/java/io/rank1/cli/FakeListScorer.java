package io.rank1.cli;

import io.rank1.cli.scoring.ListScorer;
import io.rank1.cli.scoring.ListScorerSettings;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.engine.Generation;
import io.rank1.core.identity.Hash128;
import io.rank1.core.identity.Recipe;
import io.rank1.core.identity.SettingNames;
import io.rank1.core.listwise.CallAnswer;
import io.rank1.core.listwise.CallRecord;
import io.rank1.core.listwise.Candidate;
import io.rank1.core.listwise.KnownCalls;
import io.rank1.core.listwise.ListListener;
import io.rank1.core.listwise.ListMethod;
import io.rank1.core.listwise.ListQuestion;
import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.ListRequest;
import io.rank1.core.listwise.algorithm.Judgement;
import io.rank1.core.listwise.algorithm.ListOrder;
import io.rank1.core.listwise.algorithm.Replay;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.prompt.SegmentedText;
import io.rank1.core.prompt.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ranks as a profile says, by the answers of a function in place of a model's. */
final class FakeListScorer implements ListScorer {

  /** What answers. */
  @FunctionalInterface
  interface Model {
    CallAnswer answer(ListQuestion question, List<Integer> shown);
  }

  private final ListMethod method;
  private final Model model;
  private final Executor executor;
  private final List<ListListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param executor runs a query to its end
   */
  FakeListScorer(ListScorerSettings settings, Model model, Executor executor) {
    this.method = settings.method();
    this.model = model;
    this.executor = executor;
  }

  /** Orders by the number that a passage ends in, falling: {@code [2] > [1]}. */
  static CallAnswer byNumbers(ListQuestion question, List<Integer> shown) {
    List<Integer> numbers =
        question.shown(shown).stream().map(FakeListScorer::number).collect(Collectors.toList());
    return new CallAnswer.Written(
        IntStream.range(0, shown.size())
            .boxed()
            .sorted((a, b) -> numbers.get(b) - numbers.get(a))
            .map(position -> "[" + (position + 1) + "]")
            .collect(Collectors.joining(" > ")));
  }

  private static int number(Candidate candidate) {
    return Integer.parseInt(candidate.text().substring(candidate.text().lastIndexOf(' ') + 1));
  }

  /** Calls that were computed. */
  int calls() {
    return calls.get();
  }

  @Override
  public CompletableFuture<ListRanking> submit(ListRequest request, KnownCalls known) {
    return CompletableFuture.supplyAsync(() -> rank(request, known), executor);
  }

  private ListRanking rank(ListRequest request, KnownCalls known) {
    ListQuestion question = request.question();
    Replay replay = new Replay(method.algorithm(), question.candidates().size());
    int computed = 0;
    while (replay.result().isEmpty()) {
      for (List<Integer> shown : List.copyOf(replay.next())) {
        Hash128 key = key(question, shown);
        Optional<CallAnswer> answer = known.find(key);
        if (answer.isEmpty()) {
          answer = Optional.of(compute(request, shown, key));
          computed++;
        }
        replay.judged(shown, judge(answer.get(), shown));
      }
    }
    ListOrder order = replay.result().orElseThrow();
    List<ListRanking.Ranked> passages =
        order.places().stream()
            .map(
                place ->
                    new ListRanking.Ranked(
                        place.candidate(),
                        question.candidates().get(place.candidate()).id(),
                        place.kind(),
                        place.score()))
            .toList();
    return new ListRanking(passages, order, computed);
  }

  private Judgement judge(CallAnswer answer, List<Integer> shown) {
    return method.reading().judge(answer, shown.size());
  }

  private CallAnswer compute(ListRequest request, List<Integer> shown, Hash128 key) {
    CallAnswer answer = model.answer(request.question(), shown);
    calls.incrementAndGet();
    CallRecord record =
        new CallRecord(
            key,
            request.id(),
            shown,
            request.question().shown(shown).stream().map(Candidate::id).toList(),
            answer,
            judge(answer, shown),
            CallRecord.End.END_OF_TEXT,
            new TokenCounts(100 + shown.size(), 7, 0),
            1,
            Timings.NONE);
    listeners.forEach(listener -> listener.answered(record));
    return answer;
  }

  private static Hash128 key(ListQuestion question, List<Integer> shown) {
    String texts =
        question.query()
            + question.shown(shown).stream().map(Candidate::text).collect(Collectors.joining("|"));
    return Hash128.of(texts.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void addListener(ListListener listener) {
    listeners.add(listener);
  }

  @Override
  public EngineStats stats() {
    long n = calls.get();
    return new EngineStats(
        new EngineStats.Steps(
            n, 10 * n, 7 * n, 0, 0, 2, 2 * n, 1000 * n, 2000 * n, n, 1_500_000 * n),
        Map.of(Generation.End.DONE, n),
        0);
  }

  @Override
  public String model() {
    return "fake.gguf";
  }

  @Override
  public Recipe identity() {
    return method
        .recipe()
        .with(SettingNames.MODEL, "fake")
        .with(SettingNames.RUNTIME, runtime())
        .with(SettingNames.CONTEXT, 16_000);
  }

  @Override
  public String runtime() {
    return "fake runtime";
  }

  @Override
  public List<String> notices() {
    return List.of();
  }

  @Override
  public int promptTokens(ListRequest request, List<Integer> shown) {
    return 100 + shown.size();
  }

  @Override
  public SegmentedText prompt(ListRequest request, List<Integer> shown) {
    return method.prompt(method.cut(request.question(), vocabulary()), shown, 1).segments();
  }

  @Override
  public Tokenizer vocabulary() {
    return new ByteVocabulary();
  }

  @Override
  public void close() {
    // holds nothing
  }
}
