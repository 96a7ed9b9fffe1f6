package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.exit.CommandException;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reranking in two passes on a fake model. A passage "3 -5" has log odds of 3 without reasoning and
 * of -5 after it; "x" is a pass that fails.
 */
class CascadeJobTest {

  private static final String[] OUTPUTS = {"new.run", "new.json", "new.tsv", "new.jsonl"};

  @TempDir Path dir;

  @BeforeEach
  void writeInputs() throws IOException {
    write("topics.tsv", "1\tcat\n2\tdog\n");
    write("corpus.tsv", "a\t3 -5\nb\t2 4\nc\t1.5 9\nd\t-4 9\ne\tx 9\nf\t0.1 -2\ng\t5 1\n");
    write(
        "first.run",
        """
        1 Q0 e 1 9 bm25
        1 Q0 d 2 8 bm25
        1 Q0 c 3 7 bm25
        1 Q0 a 4 6 bm25
        1 Q0 b 5 5 bm25
        2 Q0 f 1 3 bm25
        2 Q0 g 2 2 bm25
        """);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  private static FakeScorer scorer(String name) {
    return new FakeScorer(name, request -> CompletableFuture.completedFuture(judge(request)));
  }

  private static FakeScorer scorer() {
    return scorer("fake.gguf");
  }

  private static RerankResult judge(RerankRequest request) {
    return judge(request, Thinking.upTo(1));
  }

  /**
   * @param otherwise how much is thought about pairs that do not say so
   */
  private static RerankResult judge(RerankRequest request, Thinking otherwise) {
    boolean isDirect = request.thinking(otherwise).isDirect();
    String said = request.passage().split(" ")[isDirect ? 0 : 1];
    int chars = request.passage().length();
    if (said.equals("x")) {
      return RerankResult.without(FinishReason.FAILED, "no answer", chars);
    }
    return new RerankResult(
        isDirect ? FinishReason.DIRECT : FinishReason.ANSWERED,
        Optional.of(new AnswerLogits(Float.parseFloat(said), 0)),
        Optional.empty(),
        isDirect ? "" : "\nHm.\n",
        new TokenCounts(10, isDirect ? 0 : 7, 0),
        Truncation.none(chars),
        new Timings(Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(5)));
  }

  private Cli.Outcome rerank(Cli cli, Object... more) {
    List<Object> args = new ArrayList<>(List.of("rerank", "--run", dir.resolve("first.run")));
    args.addAll(List.of("--topics", dir.resolve("topics.tsv")));
    args.addAll(List.of("--corpus", dir.resolve("corpus.tsv")));
    args.addAll(List.of(more));
    if (!args.contains("--progress")) {
      args.addAll(List.of("--progress", "none"));
    }
    return cli.run(args.toArray());
  }

  private Cli.Outcome rerankAll(FakeScorer scorer, Object... more) {
    List<Object> args = new ArrayList<>(List.of(more));
    for (String output : OUTPUTS) {
      args.addAll(List.of("-o", dir.resolve(output)));
    }
    args.add("--overwrite");
    return rerank(new Cli().withScorer(scorer), args.toArray());
  }

  private List<String> outputs() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String output : OUTPUTS) {
      texts.add(Files.readString(dir.resolve(output)));
    }
    return texts;
  }

  private String read(String name) throws IOException {
    return Files.readString(dir.resolve(name));
  }

  @Test
  void theTopStandsAboveTheRestInEveryFormat() throws Exception {
    FakeScorer scorer = scorer();
    Cli.Outcome outcome = rerankAll(scorer, "--think-top", 2);

    assertThat(outcome.code()).isEqualTo(3); // the direct pass fails on one
    assertThat(scorer.submitted()).isEqualTo(7 + 4);
    assertThat(read("new.run"))
        .isEqualTo(
            """
            1 Q0 b 1 11.5 rank1
            1 Q0 a 2 2.5 rank1
            1 Q0 c 3 1.5 rank1
            1 Q0 d 4 -4.0 rank1
            1 Q0 e 5 -5.0 rank1
            2 Q0 g 1 1.0 rank1
            2 Q0 f 2 -2.0 rank1
            """);
    assertThat(read("new.json"))
        .contains("\"1\":{\"b\":" + (1 + p(4)) / 2 + ",\"a\":" + (1 + p(-5)) / 2)
        .contains(",\"c\":" + p(1.5) / 2 + ",\"d\":" + p(-4) / 2 + "}");
    assertThat(read("new.tsv").lines().toList().subList(0, 5))
        .containsExactly(
            "1\tb\t" + p(4) + "\ttrue\tanswered",
            "1\ta\t" + p(-5) + "\tfalse\tanswered",
            "1\tc\t" + p(1.5) + "\ttrue\tdirect",
            "1\td\t" + p(-4) + "\tfalse\tdirect",
            "1\te\t\t\tfailed\tno answer");
    List<String> rows = read("new.jsonl").lines().toList();
    assertThat(rows.get(1))
        .contains("\"docid\":\"a\",\"rank\":2,", "\"score\":" + p(-5) + ",\"label\":\"false\"")
        .contains("\"finish_reason\":\"answered\",\"prompt_tokens\":10,\"completion_tokens\":7")
        .endsWith(
            ",\"decided_by\":\"thinking\",\"first_pass\":{\"score\":"
                + p(3)
                + ",\"label\":\"true\",\"logit_true\":3.0,\"logit_false\":0.0,"
                + "\"finish_reason\":\"direct\",\"prompt_tokens\":10}}");
    assertThat(rows.get(2))
        .contains("\"decided_by\":\"direct\",\"first_pass\":{\"score\":" + p(1.5));
    assertThat(rows.get(4))
        .endsWith(
            "\"error\":\"no answer\",\"decided_by\":\"direct\",\"first_pass\":{\"score\":null,"
                + "\"label\":null,\"logit_true\":null,\"logit_false\":null,"
                + "\"finish_reason\":\"failed\",\"prompt_tokens\":0}}");
    assertThat(outcome.err())
        .contains("7 pairs of 2 queries: 6 scored, 1 failed, 0 open")
        .contains("direct pass: 7 pairs, 1 of them failed; 60 prompt tokens, 0 generated\n")
        .contains("thinking pass: 4 pairs, 0 of them failed; 40 prompt tokens, 28 generated\n");
  }

  private static double p(double logOdds) {
    return new AnswerLogits((float) logOdds, 0).probability();
  }

  @Test
  void inABandTheReasoningReplacesTheScore() throws Exception {
    rerankAll(scorer(), "--think-between", "0.5,0.9");
    assertThat(read("new.run"))
        .isEqualTo(
            """
            1 Q0 c 1 9.0 rank1
            1 Q0 b 2 4.0 rank1
            1 Q0 a 3 3.0 rank1
            1 Q0 d 4 -4.0 rank1
            1 Q0 e 5 -5.0 rank1
            2 Q0 g 1 5.0 rank1
            2 Q0 f 2 -2.0 rank1
            """);
    assertThat(read("new.json")).contains("\"a\":" + p(3) + ",");
  }

  @Test
  void aPairWhoseReasoningFailsHasNoScoreAndKeepsItsDirectOne() throws Exception {
    write("corpus.tsv", "a\t3 x\nb\t2 4\nc\t1 9\nd\t-4 9\ne\t-5 9\nf\t0 0\ng\t1 1\n");
    Cli.Outcome outcome = rerankAll(scorer(), "--think-top", 2);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("thinking pass: 4 pairs, 1 of them failed");
    assertThat(read("new.run")).startsWith("1 Q0 b 1 4.0 rank1\n1 Q0 c 2 1.0").contains("Q0 a 5 ");
    assertThat(read("new.jsonl").lines().toList().get(4))
        .contains("\"docid\":\"a\"", "\"score\":null", "\"decided_by\":\"thinking\"")
        .contains("\"first_pass\":{\"score\":" + p(3));

    FakeScorer again = scorer();
    assertThat(rerankAll(again, "--think-top", 2, "--retry-failed").code()).isEqualTo(3);
    assertThat(again.submitted()).isEqualTo(1);
  }

  @Test
  void anotherRuleGoesOnWithTheSameJournal() throws Exception {
    rerankAll(scorer(), "--think-top", 4);
    List<String> four = outputs();
    rerankAll(scorer(), "--think-top", 1, "--restart");
    List<String> one = outputs();

    FakeScorer more = scorer();
    rerankAll(more, "--think-top", 4);
    assertThat(more.submitted()).isEqualTo(3 + 1);
    assertThat(outputs()).isEqualTo(four);

    FakeScorer fewer = scorer();
    rerankAll(fewer, "--think-top", 1);
    assertThat(fewer.submitted()).isZero();
    assertThat(outputs()).isEqualTo(one);
  }

  @Test
  void givesToPlainJobsAndTakesFromThem() throws Exception {
    rerankAll(scorer(), "--think-top", 2);
    Path cascade = dir.resolve("new.run.journal");
    Files.move(cascade, dir.resolve("cascade"));

    FakeScorer direct =
        new FakeScorer(
            request -> CompletableFuture.completedFuture(judge(request, Thinking.DIRECT)));
    Object[] noThink = {
      "--no-think", "--reuse", dir.resolve("cascade"), "-o", dir.resolve("d.run")
    };
    Cli.Outcome outcome = rerank(new Cli().withScorer(direct), noThink);
    assertThat(outcome.err()).contains("6 results are taken from");
    assertThat(direct.submitted()).isEqualTo(1); // the one that failed

    FakeScorer full = scorer();
    Object[] thinking = {"--reuse", dir.resolve("cascade"), "-o", dir.resolve("t.run")};
    assertThat(rerank(new Cli().withScorer(full), thinking).err()).contains("4 results are taken");
    assertThat(full.submitted()).isEqualTo(3);

    List<String> before = outputs();
    FakeScorer again = scorer();
    Cli.Outcome back =
        rerankAll(
            again,
            "--think-top",
            2,
            "--reuse",
            dir.resolve("d.run.journal"),
            "--reuse",
            dir.resolve("t.run.journal"));
    assertThat(back.err()).contains("6 results are taken from", "7 results are taken from");
    assertThat(again.submitted()).isEqualTo(1);
    assertThat(outputs()).isEqualTo(before);
  }

  @Test
  void aJournalOfTheOtherKindIsRefused() {
    rerankAll(scorer(), "--think-top", 2);
    Cli.Outcome plain = rerankAll(scorer());
    assertThat(plain.code()).isEqualTo(2);
    assertThat(plain.err())
        .contains("is of another job: a cascade, not one pass. Go on with")
        .hasLineCount(1);
    rerankAll(scorer(), "--restart");
    Cli.Outcome cascade = rerankAll(scorer(), "--think-top", 2);
    assertThat(cascade.err()).contains("is of another job: one pass, not a cascade. Go on with");
  }

  @Test
  void anotherFirstModelIsAnotherJob() {
    rerankAll(scorer(), "--think-top", 2);
    Cli.Outcome model =
        rerank(
            new Cli().withOpener(s -> scorer(s.model().toString())),
            "-o",
            dir.resolve("new.run"),
            "--overwrite",
            "--first-model",
            "small.gguf",
            "--think-top",
            2);
    assertThat(model.code()).isEqualTo(2);
    assertThat(model.err()).contains("in the first pass the model", "; the model fake.gguf (SHA");
  }

  @Test
  void theFillIsForTheFirstPass() {
    Cli cli = new Cli();
    Cli.Outcome outcome =
        rerank(cli, "--think-top", 2, "--think-fill", " ", "-o", dir.resolve("new.run"));
    assertThat(outcome.code()).isZero();
    assertThat(cli.opened.get(0).fill()).isEqualTo(" ");
    assertThat(cli.opened.get(0).engine().thinking().isDirect()).isFalse();
  }

  /** The journal is ended after every number of results there can be. */
  @ParameterizedTest
  @ValueSource(strings = {"--think-top 2", "--think-until-stable 2", "--think-between 0.4,0.999"})
  void goesOnToTheSameFilesWhereverItEnded(String options) throws Exception {
    writeMany();
    Object[] rule = options.split(" ");
    rerankAll(scorer(), rule);
    List<String> whole = outputs();
    long all = results();

    for (int end = 0; end < all; end += 7) {
      Files.delete(dir.resolve("new.run.journal"));
      int[] left = {end};
      FakeScorer dying =
          new FakeScorer(
              request ->
                  CompletableFuture.completedFuture(
                      left[0]-- > 0
                          ? judge(request)
                          : RerankResult.without(FinishReason.CANCELLED, "the engine stopped", 0)));
      Cli.Outcome died = rerankAll(dying, rule);
      assertThat(died.code()).isEqualTo(1);
      assertThat(died.err())
          .containsPattern(
              "stopped; \\d+ of 60 pairs of the direct pass and \\d+ that were thought");

      FakeScorer rest = scorer();
      rerankAll(rest, rule);
      assertThat(outputs()).isEqualTo(whole);
      assertThat(rest.submitted()).isEqualTo(all - end);
    }
  }

  private long results() throws IOException {
    try (Stream<String> lines = Files.lines(dir.resolve("new.run.journal"))) {
      return lines.filter(line -> line.startsWith("{\"key\"")).count();
    }
  }

  private void writeMany() throws IOException {
    Random random = new Random(3);
    StringBuilder corpus = new StringBuilder();
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      double direct = Math.round(random.nextGaussian() * 12) / 4.0;
      double moved = direct + Math.round(random.nextGaussian() * 4) / 4.0;
      boolean fails = i % 11 == 10;
      corpus.append(
          String.format(
              Locale.ROOT,
              "d%d\t%s %s %d\n",
              i,
              fails ? "x" : direct,
              i % 13 == 5 ? "x" : moved,
              i));
      run.append(String.format(Locale.ROOT, "%d Q0 d%d %d %d r\n", 1 + i / 30, i, i, 100 - i));
    }
    write("corpus.tsv", corpus.toString());
    write("first.run", run.toString().replace("d0 0", "d0 1").replace("d30 30", "d30 30"));
  }

  @Test
  void untilStableSaysHowSureItIs() throws Exception {
    writeMany();
    Cli.Outcome outcome = rerankAll(scorer(), "--think-until-stable", 2);
    assertThat(outcome.err())
        .containsPattern(
            "generated; the top is stable with \\d+\\.\\d % certainty or more in every");
    assertThat(results()).isBetween(60 + 2L, 60 + 54L);
    Cli.Outcome json =
        rerank(
            new Cli().withScorer(scorer()),
            "--think-until-stable",
            2,
            "--progress",
            "json",
            "-o",
            dir.resolve("new.run"),
            "--overwrite");
    assertThat(json.err())
        .contains("\"direct_pass\":{\"pairs\":60,")
        .containsPattern("\"thinking_pass\":\\{\"pairs\":\\d+,.*\"certainty\":0\\.\\d+}");
  }

  @Test
  void theFirstPassMayHaveAModelOfItsOwn() throws Exception {
    List<FakeScorer> opened = new ArrayList<>();
    Cli cli =
        new Cli()
            .withOpener(
                settings -> {
                  opened.add(scorer(settings.model().toString()));
                  return opened.get(opened.size() - 1);
                });
    rerank(cli, "--think-top", 2, "--first-model", "small.gguf", "-o", dir.resolve("new.jsonl"));

    assertThat(opened).extracting(FakeScorer::model).containsExactly("model.gguf", "small.gguf");
    assertThat(opened).extracting(FakeScorer::submitted).containsExactly(4L, 7L);
    assertThat(opened).allSatisfy(model -> assertThat(model.isClosed()).isTrue());
    List<String> rows = read("new.jsonl").lines().toList();
    assertThat(rows.get(0))
        .contains("\"model\":\"model.gguf\"")
        .endsWith("\"prompt_tokens\":10,\"model\":\"small.gguf\"}}");
    assertThat(rows.get(2)).contains("\"model\":\"small.gguf\",\"runtime\"");
    assertThat(read("new.jsonl.journal")).contains("\"first_pass.model.sha256\":");
  }

  @Test
  void aFirstModelThatDoesNotFitIsToldWithTheAdvice() {
    List<FakeScorer> opened = new ArrayList<>();
    Cli cli =
        new Cli()
            .withOpener(
                settings -> {
                  if (settings.model().toString().equals("small.gguf")) {
                    throw CommandException.usage("it needs 9 GB, and 1 is free");
                  }
                  opened.add(scorer());
                  return opened.get(0);
                });
    Cli.Outcome outcome =
        rerank(cli, "--think-top", 2, "--first-model", "small.gguf", "-o", dir.resolve("new.run"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("beside that of --model: it needs 9 GB, and 1 is free; leave --first-model away")
        .hasLineCount(1);
    assertThat(opened.get(0).isClosed()).isTrue();
  }

  @Test
  void thinksAboutNothingAfterTooManyFailuresOfTheFirstPass() throws Exception {
    Cli.Outcome outcome = rerankAll(scorer(), "--think-top", 2, "--max-failures", 1);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("stopped after 1 failures, as --max-failures says");
    assertThat(dir.resolve("new.run")).doesNotExist();
  }

  @Test
  void aDryRunCountsBothPasses() throws Exception {
    Object[] top = {"--think-top", 2, "--dry-run", "-o", dir.resolve("new.run")};
    assertThat(rerank(new Cli().withScorer(scorer()), top).out())
        .contains("to score          7\n", "to think about    about 4 pairs\n")
        .contains("thinking trial    7 pairs in ", "thinking time     about ");
    Object[] stable = {"--think-until-stable", 1, "--dry-run", "-o", dir.resolve("new.run")};
    assertThat(rerank(new Cli().withScorer(scorer()), stable).out())
        .contains("to think about    at least 2 pairs\n");
    assertThat(dir.resolve("new.run.journal")).doesNotExist();

    rerankAll(scorer(), "--think-top", 1);
    Object[] more = {"--think-top", 3, "--dry-run", "-o", dir.resolve("new.run"), "--overwrite"};
    assertThat(rerank(new Cli().withScorer(scorer()), more).out())
        .contains("in the journal    7\n", "to score          0\n")
        .contains("to think about    3 pairs\n", "thought about     2 pairs, in the journals\n");
  }
}
