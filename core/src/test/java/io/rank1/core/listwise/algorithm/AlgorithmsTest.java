package io.rank1.core.listwise.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.listwise.algorithm.FakeModel.Form;
import io.rank1.core.listwise.algorithm.FakeModel.Temper;
import io.rank1.core.listwise.algorithm.ListOrder.ScoreKind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every algorithm against the same in plain words, over many random runs and four models. */
class AlgorithmsTest {

  private static final int RUNS = 1000;

  /** One run: an algorithm on a model. */
  private record Run(
      int candidates, int[] relevance, FakeModel model, PlainListwise plain, Random random) {

    static Run of(int number, Temper temper, Form form) {
      Random random = new Random(number);
      int candidates = random.nextInt(number % 10 == 0 ? 120 : 25);
      int[] relevance = FakeModel.relevance(candidates, random);
      FakeModel model = new FakeModel(relevance, temper, form, number);
      return new Run(candidates, relevance, model, new PlainListwise(model::write), random);
    }

    int upTo(int most) {
      return 1 + random.nextInt(most);
    }

    /** What must hold of any algorithm. */
    ListOrder check(ListAlgorithm algorithm, Temper temper) {
      ListOrder order = algorithm.rank(candidates, model);
      List<Integer> firstStage = IntStream.range(0, candidates).boxed().toList();
      assertThat(order.candidates()).containsExactlyInAnyOrderElementsOf(firstStage);
      assertThat(order.calls()).extracting(ListOrder.Call::shown).isEqualTo(model.asked);
      assertThat(new HashSet<>(model.asked)).hasSameSizeAs(model.asked);
      assertThat(model.asked.size()).isLessThanOrEqualTo(algorithm.mostCalls(candidates));
      assertThat(model.asked)
          .allMatch(list -> list.size() <= algorithm.longestList())
          .allMatch(list -> new HashSet<>(list).size() == list.size());
      if (temper == Temper.SILENT) {
        assertThat(order.candidates()).isEqualTo(firstStage);
        assertThat(order.fallbacks().values().stream().mapToInt(Integer::intValue).sum())
            .isEqualTo(order.calls().size());
      }
      if (temper == Temper.PERFECT) {
        assertThat(order.fallbacks()).isEmpty();
      }
      assertThat(replayed(algorithm, order)).isEqualTo(order);
      return order;
    }

    /** The same by single steps, with some answers that come early, and in any order. */
    private ListOrder replayed(ListAlgorithm algorithm, ListOrder order) {
      Replay replay = new Replay(algorithm, candidates);
      if (!order.calls().isEmpty() && random.nextBoolean()) {
        ListOrder.Call early = order.calls().get(random.nextInt(order.calls().size()));
        replay.judged(early.shown(), early.judgement());
      }
      int judged = 0;
      while (replay.result().isEmpty()) {
        List<List<Integer>> next = replay.next();
        List<Integer> list = next.get(random.nextInt(next.size()));
        replay.judged(list, model.judge(List.of(list)).get(0));
        judged++;
      }
      assertThat(replay.next()).isEmpty();
      assertThat(judged).isBetween(Math.max(0, order.calls().size() - 1), order.calls().size());
      return replay.result().orElseThrow();
    }

    void assertSame(List<Integer> expected, ListOrder order) {
      assertThat(order.candidates()).isEqualTo(expected);
      assertThat(new HashSet<>(plain.asked))
          .isEqualTo(new HashSet<>(order.calls().stream().map(ListOrder.Call::shown).toList()));
    }

    List<Integer> best(int most, int among) {
      return IntStream.range(0, Math.min(among, candidates))
          .boxed()
          .sorted(Comparator.comparingInt(i -> -relevance[i]))
          .limit(most)
          .toList();
    }

    void assertBestFirst(ListOrder order, int most, int among) {
      List<Integer> best = best(most, among);
      assertThat(order.candidates().subList(0, best.size())).isEqualTo(best);
    }
  }

  @ParameterizedTest
  @EnumSource(Temper.class)
  void windows(Temper temper) {
    for (int i = 0; i < RUNS; i++) {
      Run run = Run.of(i, temper, Form.ORDER);
      int window = 1 + run.upTo(20);
      int stride = run.upTo(window);
      int depth = run.upTo(120);
      int passes = run.upTo(3);
      SlidingWindows windows = new SlidingWindows(window, stride, depth, passes);

      ListOrder order = run.check(windows, temper);

      run.assertSame(run.plain().windows(run.candidates(), window, stride, depth, passes), order);
      if (temper == Temper.PERFECT) {
        run.assertBestFirst(order, window - stride, depth);
      }
      assertRanks(order, Math.min(depth, run.candidates()));
    }
  }

  @ParameterizedTest
  @EnumSource(Temper.class)
  void heapSort(Temper temper) {
    tournaments(
        temper,
        (children, top) -> new HeapSort(children + 1, top, Comparison.AS_IS),
        (run, size) -> run.plain().heapSort(run.candidates(), size[0] + 1, size[1]));
  }

  @ParameterizedTest
  @EnumSource(Temper.class)
  void bubbleSort(Temper temper) {
    tournaments(
        temper,
        (children, top) -> new BubbleSort(children, top, Comparison.AS_IS),
        (run, size) -> run.plain().bubbleSort(run.candidates(), size[0], size[1]));
  }

  private static void tournaments(
      Temper temper,
      BiFunction<Integer, Integer, ListAlgorithm> make,
      BiFunction<Run, int[], List<Integer>> plain) {
    for (int i = 0; i < RUNS; i++) {
      Run run = Run.of(i, temper, Form.PICK);
      int children = run.upTo(19);
      int top = run.upTo(12);

      ListOrder order = run.check(make.apply(children, top), temper);

      run.assertSame(plain.apply(run, new int[] {children, top}), order);
      if (temper == Temper.PERFECT) {
        run.assertBestFirst(order, top, run.candidates());
      }
      assertRanks(order, Math.min(top, run.candidates()));
    }
  }

  /** Shuffles and votes change what is shown, and not what a perfect or a silent model does. */
  @ParameterizedTest
  @EnumSource(
      value = Temper.class,
      names = {"PERFECT", "SILENT"})
  void shuffledTournaments(Temper temper) {
    for (int i = 0; i < RUNS; i++) {
      Run run = Run.of(i, temper, Form.PICK);
      int top = run.upTo(12);
      Comparison comparison = new Comparison(run.upTo(3), OptionalLong.of(i));

      run.check(
          i % 2 == 0 ? new HeapSort(4, top, comparison) : new BubbleSort(3, top, comparison),
          temper);
      if (temper == Temper.PERFECT) {
        ListOrder order = new HeapSort(4, top, comparison).rank(run.candidates(), run.model());
        run.assertBestFirst(order, top, run.candidates());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Temper.class)
  void groupScores(Temper temper) {
    for (int i = 0; i < RUNS; i++) {
      Run run = Run.of(i, temper, Form.SCORES);
      int group = run.upTo(20);
      int rounds = run.upTo(4);
      GroupScores scores = new GroupScores(group, rounds, OptionalLong.of(i));

      ListOrder order = run.check(scores, temper);

      if (temper == Temper.PERFECT) {
        run.assertBestFirst(order, run.candidates(), run.candidates());
      }
      assertMeans(order, run, rounds);
    }
  }

  private static void assertRanks(ListOrder order, int judged) {
    int size = order.places().size();
    for (int i = 0; i < size; i++) {
      ListOrder.Place place = order.places().get(i);
      assertThat(place.score()).hasValue(size - 1 - i);
      assertThat(place.kind()).isEqualTo(i < judged ? ScoreKind.RANK : ScoreKind.FIRST_STAGE_RANK);
    }
  }

  /** Reckons every mean anew from what the model wrote about the lists that it was shown. */
  private static void assertMeans(ListOrder order, Run run, int rounds) {
    double last = Double.POSITIVE_INFINITY;
    int lastCandidate = -1;
    for (ListOrder.Place place : order.places()) {
      double sum = 0;
      int count = 0;
      int shown = 0;
      for (ListOrder.Call call : order.calls()) {
        int position = call.shown().indexOf(place.candidate());
        if (position >= 0) {
          shown++;
          String[] entries = run.model().write(call.shown()).replaceAll("[{}]", "").split(", ");
          double score = Double.NaN;
          for (String entry : entries) {
            if (entry.startsWith("\"[" + (position + 1) + "]\": ")) {
              score = Double.parseDouble(entry.substring(entry.indexOf(": ") + 2));
            }
          }
          sum += Double.isNaN(score) ? 0 : score;
          count += Double.isNaN(score) ? 0 : 1;
        }
      }
      assertThat(shown).isBetween(1, rounds);
      double mean = count == 0 ? Double.NEGATIVE_INFINITY : sum / count;
      if (shown == rounds) { // else a group came twice, and counts as often
        assertThat(place.score().orElse(Double.NEGATIVE_INFINITY)).isEqualTo(mean);
        assertThat(place.kind()).isEqualTo(count == 0 ? ScoreKind.NONE : ScoreKind.MEAN_VALUE);
      }
      double score = place.score().orElse(Double.NEGATIVE_INFINITY);
      assertThat(score).isLessThanOrEqualTo(last);
      assertThat(score < last || place.candidate() > lastCandidate).isTrue();
      last = score;
      lastCandidate = place.candidate();
    }
  }
}
