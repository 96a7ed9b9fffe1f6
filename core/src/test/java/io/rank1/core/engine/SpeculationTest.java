package io.rank1.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.EngineReranker;
import io.rank1.core.PairOutcome;
import io.rank1.core.RerankMethod;
import io.rank1.core.Reranker;
import io.rank1.core.Reranker.ResultOrder;
import io.rank1.core.RerankerOptions;
import io.rank1.core.identity.Recipe;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Thinking.EarlyExit;
import io.rank1.core.pair.Thinking.Samples;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.runner.Chunk;
import io.rank1.core.runner.Row;
import io.rank1.core.runner.RunnerFactory;
import io.rank1.core.runner.RunnerLimits;
import io.rank1.core.runner.Sampling;
import io.rank1.core.runner.Wanted;
import io.rank1.core.speculate.DraftLength;
import io.rank1.core.speculate.DraftSource;
import io.rank1.core.speculate.Drafter;
import io.rank1.core.speculate.Speculation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pairs decoded by guesses, in every way of thinking, have the results that they have without. */
class SpeculationTest {

  private static final RunnerLimits ROOMY = new RunnerLimits(1, 2000, 2000, 512);

  private final List<FakeRunner> runners = new ArrayList<>();

  /** A model that says a script letter by letter, which quotes the passage, and begins anew. */
  private static Row.Read row(FakeTokenizer tokenizer, int[] tokens, Wanted wanted) {
    String text = tokenizer.decode(tokens);
    int prompt = text.indexOf("<think>") + "<think>".length();
    int begin = Math.max(prompt, text.lastIndexOf("Wait") + 4);
    String said = text.substring(Math.min(text.length(), begin));
    String script = script(text.substring(0, prompt), begin);
    int next = said.length() < script.length() ? script.charAt(said.length()) : 'x';
    if (script.startsWith("</think> true", said.length())) {
      next = FakeTokenizer.piece("</think>");
    } else if (script.startsWith(" true", said.length())) {
      next = FakeTokenizer.piece(" true");
    }
    int hash = text.hashCode();
    float[] logits = new float[wanted.logitsOf().length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (hash >>> i * 7 & 0x7F) / 16f;
    }
    return new Row.Read(wanted.position(), next == '$' ? FakeTokenizer.END_OF_TEXT : next, logits);
  }

  private static String script(String prompt, int begin) {
    Random random = new Random(prompt.hashCode() * 31L + begin);
    StringBuilder words = new StringBuilder();
    int passage = prompt.indexOf("Passage: ");
    for (int quotes = random.nextInt(5); quotes > 0; quotes--) {
      int from = passage + random.nextInt(prompt.length() - passage);
      words.append(prompt, from, Math.min(prompt.length(), from + random.nextInt(30)));
      words.append(random.nextBoolean() ? ". " : " so ");
    }
    String[] ends = {
      "</think> true", "</think> true", "</think>\n true", "$", "</thin", "x", "</t"
    };
    return words.append(ends[random.nextInt(ends.length)]).toString();
  }

  static LongStream seeds() {
    return LongStream.range(0, 160);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resultsAreThoseWithoutGuesses(long seed) {
    Random random = new Random(seed);
    Thinking thinking = thinking(random);
    int slots = 1 + random.nextInt(6);
    int sequence = 200 + random.nextInt(200);
    int rows = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : Integer.MAX_VALUE;
    RunnerLimits limits =
        new RunnerLimits(
            slots, sequence + random.nextInt(600), sequence, slots + random.nextInt(90), rows);
    FakeTokenizer tokenizer = tokenizer(random.nextBoolean());
    List<RerankRequest> requests =
        IntStream.range(0, 1 + random.nextInt(20)).mapToObj(SpeculationTest::request).toList();
    DraftLength length =
        random.nextInt(4) == 0 ? DraftLength.AUTO : DraftLength.always(1 + random.nextInt(9));
    Speculation speculation = new Speculation(length, source(random));

    List<String> expected = results(limits, tokenizer, thinking, requests, Optional.empty());
    assertThat(results(limits, tokenizer, thinking, requests, Optional.of(speculation)))
        .isEqualTo(expected);
    assertThat(runners).hasSize(2);
    assertThat(runners.get(1).closed).isTrue();
  }

  private static FakeTokenizer tokenizer(boolean hasMarkers) {
    return hasMarkers ? FakeTokenizer.withMarkers() : new FakeTokenizer();
  }

  private static Thinking thinking(Random random) {
    Thinking thinking = Thinking.upTo(random.nextInt(5) == 0 ? 1 : 10 + random.nextInt(80));
    int way = random.nextInt(3);
    if (way == 0) {
      thinking = thinking.withRethinks(1 + random.nextInt(2));
    } else if (way == 1) {
      thinking = thinking.withEarlyExit(new EarlyExit(0.3, 1 + random.nextInt(2), 5));
    }
    return random.nextInt(4) > 0
        ? thinking
        : thinking.withSamples(new Samples(3, Sampling.at(0.5f, 1)));
  }

  private static DraftSource source(Random random) {
    if (random.nextBoolean()) {
      return DraftSource.NGRAMS;
    }
    int seed = random.nextInt();
    return () -> {
      Random any = new Random(seed);
      return (tokens, most) -> any.ints(any.nextInt(most + 1), 'a', 'e').toArray();
    };
  }

  private static RerankRequest request(int id) {
    Random random = new Random(id);
    StringBuilder passage = new StringBuilder();
    for (int words = 1 + random.nextInt(12); words > 0; words--) {
      passage.append((char) ('a' + random.nextInt(4))).append("bcd".charAt(random.nextInt(3)));
      passage.append(random.nextInt(4) == 0 ? "m. " : " ");
    }
    return new RerankRequest("q" + id % 3, passage.toString());
  }

  private List<String> results(
      RunnerLimits limits,
      FakeTokenizer tokenizer,
      Thinking thinking,
      List<RerankRequest> requests,
      Optional<Speculation> speculation) {
    try (Reranker reranker = open(limits, tokenizer, thinking, speculation);
        Stream<PairOutcome> outcomes =
            reranker.stream(requests.iterator(), ResultOrder.AS_REQUESTED)) {
      List<String> results = outcomes.map(SpeculationTest::text).toList();
      long generated = reranker.stats().work().decodedTokens();
      return Stream.concat(results.stream(), Stream.of(generated + " tokens generated")).toList();
    }
  }

  private static String text(PairOutcome outcome) {
    if (outcome.failure().isPresent()) {
      return outcome.failure().get().toString();
    }
    RerankResult result = outcome.require();
    return result.finish()
        + " "
        + result.score()
        + " "
        + result.tokens()
        + " "
        + result.samples()
        + " "
        + result.reasoning();
  }

  private Reranker open(
      RunnerLimits limits,
      FakeTokenizer tokenizer,
      Thinking thinking,
      Optional<Speculation> speculation) {
    RunnerFactory factory =
        () -> {
          runners.add(new FakeRunner(limits, (tokens, w) -> row(tokenizer, tokens, w)));
          return runners.get(runners.size() - 1);
        };
    RerankMethod method = ProfileMethod.rank1();
    return new EngineReranker(
        speculation.map(s -> s.around(factory)).orElse(factory),
        tokenizer,
        speculation.map(s -> s.around(method)).orElse(method),
        RerankerOptions.builder().thinking(thinking).build(),
        () -> Recipe.EMPTY);
  }

  private RerankResult scored(Speculation speculation, RunnerLimits limits) {
    FakeTokenizer tokenizer = new FakeTokenizer();
    try (Reranker reranker =
        open(limits, tokenizer, Thinking.upTo(300), Optional.of(speculation))) {
      return reranker.score("q", "abcm. bdam. cbab am. ".repeat(6));
    }
  }

  /** Guesses what the model says. */
  private static DraftSource knowing(AtomicInteger opened) {
    FakeTokenizer tokenizer = new FakeTokenizer();
    return new DraftSource() {
      @Override
      public void open(RunnerLimits served) {
        opened.incrementAndGet();
      }

      @Override
      public Drafter drafter() {
        return (tokens, most) -> {
          int[] all = tokens.range(0, tokens.size());
          for (int i = 0; i < most; i++) {
            all = Arrays.copyOf(all, all.length + 1);
            int[] before = Arrays.copyOf(all, all.length - 1);
            all[all.length - 1] =
                row(tokenizer, before, new Wanted(before.length - 1, Wanted.NO_LOGITS)).token();
          }
          return Arrays.copyOfRange(all, tokens.size(), all.length);
        };
      }

      @Override
      public void close() {
        opened.decrementAndGet();
      }
    };
  }

  @Test
  void rightGuessesTakeAStepForAllOfThem() {
    AtomicInteger opened = new AtomicInteger();
    Speculation none = new Speculation(DraftLength.always(4), () -> (tokens, most) -> new int[0]);
    Speculation all = new Speculation(DraftLength.always(4), knowing(opened));
    int chain = scored(none, ROOMY).tokens().completion();
    int without = runners.get(0).steps.size();
    assertThat(scored(all, ROOMY).tokens().completion()).isEqualTo(chain);
    int with = runners.get(1).steps.size();
    assertThat(without).isGreaterThan(20);
    assertThat(with).isLessThanOrEqualTo(3 + without / 5);
    assertThat(all.stats().acceptance()).isGreaterThan(0.9);
    assertThat(none.stats().drafted()).isZero();
    assertThat(opened).as("closed again").hasValue(0);
  }

  @Test
  void noMoreIsGuessedThanRowsAndTheStepHaveRoomFor() {
    RunnerLimits fewRows = new RunnerLimits(1, 2000, 2000, 512, 3);
    RunnerLimits shortStep = new RunnerLimits(4, 2000, 500, 11);
    RunnerLimits oneRow = new RunnerLimits(1, 2000, 2000, 512, 1);
    for (RunnerLimits limits : List.of(fewRows, shortStep, oneRow)) {
      scored(new Speculation(DraftLength.always(8), knowing(new AtomicInteger())), limits);
    }
    assertThat(mostRows(0)).isEqualTo(3);
    assertThat(mostRows(1)).as("11 tokens for 4").isEqualTo(2);
    assertThat(mostRows(2)).isEqualTo(1);
  }

  private int mostRows(int runner) {
    return runners.get(runner).steps.stream()
        .flatMap(List::stream)
        .mapToInt(chunk -> chunk.wanted().size())
        .max()
        .orElseThrow();
  }

  @Test
  void aFullStepHasNoGuessesWhereTheyAreToPay() {
    List<RerankRequest> requests =
        IntStream.range(0, 40).mapToObj(SpeculationTest::request).toList();
    RunnerLimits limits = new RunnerLimits(8, 8000, 1000, 512);
    for (DraftLength length : List.of(DraftLength.AUTO, DraftLength.always(4))) {
      Speculation speculation = new Speculation(length, DraftSource.NGRAMS);
      results(limits, new FakeTokenizer(), Thinking.upTo(99), requests, Optional.of(speculation));
    }
    assertThat(guessesInFullSteps(runners.get(0))).isZero();
    assertThat(guessesInFullSteps(runners.get(1))).isPositive();
  }

  /** In those that follow a full one, since the last step tells. */
  private static long guessesInFullSteps(FakeRunner runner) {
    long guesses = 0;
    for (int i = 1; i < runner.steps.size(); i++) {
      if (runner.steps.get(i - 1).size() >= 4) {
        guesses += runner.steps.get(i).stream().filter(SpeculationTest::hasGuesses).count();
      }
    }
    return guesses;
  }

  private static boolean hasGuesses(Chunk chunk) {
    return chunk.wanted().size() > 1;
  }

  @Test
  void aDrafterThatFailsFailsNoPair() {
    AtomicInteger asked = new AtomicInteger();
    Drafter failing =
        (tokens, most) -> {
          asked.incrementAndGet();
          throw new IllegalStateException("a draft model that failed");
        };
    Speculation speculation = new Speculation(DraftLength.always(4), () -> failing);
    assertThat(scored(speculation, ROOMY).tokens().completion()).isPositive();
    assertThat(asked).as("asked once and not again").hasValue(1);
    assertThat(speculation.stats().drafted()).isZero();
  }

  @Test
  void theEngineDoesNotStartWithoutItsDrafts() {
    DraftSource broken =
        new DraftSource() {
          @Override
          public void open(RunnerLimits served) {
            throw new IllegalStateException("no such draft model");
          }

          @Override
          public Drafter drafter() {
            throw new AssertionError("not opened");
          }
        };
    Speculation speculation = new Speculation(DraftLength.AUTO, broken);
    assertThatThrownBy(() -> scored(speculation, ROOMY)).hasMessage("no such draft model");
    assertThat(runners.get(0).closed).isTrue();
  }

  @Test
  void identityIsThatOfTheMethodAlone() {
    Speculation speculation = new Speculation(DraftLength.AUTO, DraftSource.NGRAMS);
    RerankMethod method = ProfileMethod.rank1();
    assertThat(speculation.around(method).recipe(Thinking.upTo(9)))
        .isEqualTo(method.recipe(Thinking.upTo(9)));
  }
}
