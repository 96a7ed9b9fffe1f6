package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.scoring.ListScorerOpener;
import io.rank1.cli.signal.EndSignal;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.failure.RankingFailedException;
import io.rank1.core.listwise.CallAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reranking by questions about lists, on a fake model that goes by the passages' last numbers. */
class ListJobTest {

  /** What a test does not say itself. */
  private static final Map<String, String> USUAL =
      Map.of("--progress", "none", "--profile", "rankgpt-chatml", "--window", "3", "--stride", "2");

  @TempDir Path dir;

  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @BeforeEach
  void writeInputs() throws IOException {
    write("corpus.tsv", "a\tone 1\nb\ttwo 2\nc\tthree 3\nd\tfour 4\ne\tfive 5\n");
    writeQueries("cat", "dog", "fish");
  }

  /** Writes queries with the names 1, 2 and so on, and their candidates. */
  private void writeQueries(String... queries) throws IOException {
    StringBuilder topics = new StringBuilder();
    StringBuilder run = new StringBuilder();
    for (int qid = 1; qid <= queries.length; qid++) {
      topics.append(qid + "\t" + queries[qid - 1] + "\n");
      int rank = 0;
      for (String docid : List.of("a", "b", "c", "d", "e")) {
        run.append(qid + " Q0 " + docid + " " + ++rank + " " + (10 - rank) + " bm25\n");
      }
    }
    write("topics.tsv", topics.toString());
    write("first.run", run.toString());
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  private String read(String name) throws IOException {
    return Files.readString(dir.resolve(name));
  }

  private Cli.Outcome rerank(Cli cli, Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("rerank", "--run", dir.resolve("first.run"), "--topics"));
    args.addAll(List.of(dir.resolve("topics.tsv"), "--corpus", dir.resolve("corpus.tsv")));
    USUAL.forEach(
        (option, value) -> {
          if (!List.of(more).contains(option)) {
            args.addAll(List.of(option, value));
          }
        });
    args.addAll(List.of(more));
    return cli.run(args.toArray());
  }

  private Cli.Outcome rerankPlainly(Cli cli, Object... more) {
    List<Object> args = new ArrayList<>(List.of("rerank", "--quiet", "--run", out("first.run")));
    args.addAll(List.of("--topics", out("topics.tsv"), "--corpus", out("corpus.tsv")));
    args.addAll(List.of(more));
    return cli.run(args.toArray());
  }

  private Path out(String name) {
    return dir.resolve(name);
  }

  @Test
  void theRankIsThatOfTheJudgementsAndTheScoreFollowsFromIt() throws Exception {
    Cli.Outcome outcome = rerank(new Cli(), "--top-k", 4, "-o", out("new.run"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(read("new.run"))
        .startsWith(
            """
            1 Q0 d 1 3.0 rank1
            1 Q0 a 2 2.0 rank1
            1 Q0 c 3 1.0 rank1
            1 Q0 b 4 0.0 rank1
            1 Q0 e 5 -1.0 rank1
            2 Q0 d 1 3.0 rank1
            """);
  }

  @Test
  void everyFormatSaysWhatTheScoresAre() throws Exception {
    Object[] outputs = {"-o", out("new.json"), "-o", out("new.tsv"), "-o", out("new.jsonl")};
    List<Object> more = new ArrayList<>(List.of("--top-k", 4, "--depth", 3, "-o", out("new.run")));
    more.addAll(List.of(outputs));
    Cli.Outcome outcome = rerank(new Cli(), more.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(read("new.json"))
        .startsWith("{\n\"1\":{\"c\":3.0,\"b\":2.0,\"a\":1.0,\"d\":0.0},\n\"2\":");
    assertThat(read("new.tsv"))
        .startsWith(
            """
            1\tc\t3.0\trank\tranked
            1\tb\t2.0\trank\tranked
            1\ta\t1.0\trank\tranked
            1\td\t0.0\tfirst_stage_rank\tranked
            2\tc""");
    assertThat(read("new.jsonl").lines().findFirst().orElseThrow())
        .isEqualTo(
            "{\"qid\":\"1\",\"docid\":\"c\",\"rank\":1,\"first_stage_rank\":3,"
                + "\"first_stage_score\":7.0,\"query\":\"cat\",\"passage\":\"three 3\","
                + "\"list_score\":3.0,\"score_kind\":\"rank\",\"finish_reason\":\"ranked\","
                + "\"model\":\"fake.gguf\",\"runtime\":\"fake runtime\"}");
    assertThat(read("new.jsonl")).doesNotContain("\"score\":", "label");
  }

  /** Groups give equal means, and readers of mteb's files sort by the number alone. */
  @Test
  void equalMeansStillFallInMtebAndRuns() throws Exception {
    ListScorerOpener alike =
        settings ->
            new FakeListScorer(
                settings,
                (question, shown) ->
                    new CallAnswer.Written(
                        "<answer>{\"[1]\": 5, \"[2]\": 5, \"[3]\": 7, \"[4]\": 5}</answer>"),
                Runnable::run);
    Cli.Outcome outcome =
        rerankPlainly(
            new Cli().withListOpener(alike),
            "--profile",
            "grouprank",
            "--top-k",
            4,
            "-o",
            out("new.run"),
            "-o",
            out("new.json"),
            "-o",
            out("new.jsonl"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    List<Double> scores =
        read("new.run").lines().limit(4).map(line -> Double.valueOf(line.split(" ")[4])).toList();
    assertThat(scores).isSortedAccordingTo((x, y) -> Double.compare(y, x)).doesNotHaveDuplicates();
    assertThat(read("new.json"))
        .startsWith(
            "{\n\"1\":{\"a\":5.666666666666667,\"b\":5.666666030883789,"
                + "\"c\":5.666665554046631,\"d\":5.0},");
    assertThat(read("new.jsonl").lines().limit(4))
        .filteredOn(
            line -> line.contains("\"list_score\":5.666666666666667,\"score_kind\":\"mean_value\""))
        .hasSize(3);
  }

  @Test
  void aJobThatBrokeAsksForNothingTwiceAndEndsAsAnUnbrokenOne() throws Exception {
    List<FakeListScorer> scorers = new ArrayList<>();
    rerank(new Cli(), "-o", out("whole.run"), "--calls", out("whole.jsonl"));
    AtomicInteger left = new AtomicInteger(4);
    ListScorerOpener breaking =
        settings ->
            remember(
                scorers,
                new FakeListScorer(
                    settings,
                    (question, shown) -> {
                      if (left.getAndDecrement() <= 0) {
                        throw new EngineStoppedException(
                            EngineStoppedException.Reason.BROKEN, "the engine broke");
                      }
                      return FakeListScorer.byNumbers(question, shown);
                    },
                    threads));
    Object[] files = {"-o", out("new.run"), "--calls", out("calls.jsonl")};
    Cli.Outcome broken = rerank(new Cli().withListOpener(breaking), files);
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err())
        .containsPattern(
            "the engine broke; [0-2] of 3 queries, and 4 calls, are in .*new.run.journal; the same"
                + " command goes on from there");
    assertThat(out("new.run")).doesNotExist();

    left.set(Integer.MAX_VALUE);
    Cli.Outcome resumed = rerank(new Cli().withListOpener(breaking), files);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("calls: 2, and 4 were in the journal");
    assertThat(scorers.get(0).calls()).isEqualTo(4);
    assertThat(scorers.get(1).calls()).isEqualTo(2);
    assertThat(read("new.run")).isEqualTo(read("whole.run"));
    assertThat(read("calls.jsonl")).isEqualTo(read("whole.jsonl"));
  }

  private static FakeListScorer remember(List<FakeListScorer> scorers, FakeListScorer scorer) {
    scorers.add(scorer);
    return scorer;
  }

  @Test
  void aQueryThatFailsKeepsTheFirstStagesOrderAndSaysWhy() throws Exception {
    AtomicInteger failing = new AtomicInteger(1);
    ListScorerOpener opener =
        settings ->
            new FakeListScorer(
                settings,
                (question, shown) -> {
                  if (failing.get() == 1 && question.query().equals("dog")) {
                    throw new RankingFailedException("a list does\tnot fit");
                  }
                  return FakeListScorer.byNumbers(question, shown);
                },
                Runnable::run);
    Object[] files = {"-o", out("new.run"), "-o", out("new.tsv"), "-o", out("new.jsonl")};
    Cli.Outcome outcome = rerank(new Cli().withListOpener(opener), files);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("3 queries: 2 ranked, 1 failed, 0 open");
    assertThat(read("new.run"))
        .contains("2 Q0 a 1 0.0 rank1\n2 Q0 b 2 -1.0 rank1\n2 Q0 c 3 -2.0 rank1\n");
    assertThat(read("new.tsv")).contains("2\ta\t\tnone\tfailed\ta list does not fit\n");
    assertThat(read("new.jsonl"))
        .contains("\"list_score\":null,\"score_kind\":\"none\",\"finish_reason\":\"failed\"")
        .contains("\"error\":\"a list does not fit\"");

    failing.set(0);
    Cli.Outcome again = rerank(new Cli().withListOpener(opener), files);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("calls: 2, and 4 were in the journal");
    assertThat(read("new.run")).contains("2 Q0 e 1 4.0 rank1\n");
  }

  @Test
  void theSummaryCountsFallbacksByRule() throws Exception {
    ListScorerOpener opener =
        settings ->
            new FakeListScorer(
                settings,
                (question, shown) ->
                    new CallAnswer.Written(
                        question.query().equals("cat") ? "no idea" : "[2] > [9]"),
                Runnable::run);
    Cli.Outcome outcome = rerank(new Cli().withListOpener(opener), "-o", out("new.run"));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err())
        .contains("fall-backs: in 2 calls an order could not be read")
        .contains("fall-backs: in 4 calls an order lacked identifiers")
        .contains("fall-backs: in 4 calls an answer had an identifier that was not shown");
    assertThat(read("new.run")).startsWith("1 Q0 a 1 4.0 rank1\n1 Q0 b 2 3.0 rank1\n");
    Cli.Outcome json =
        rerank(new Cli().withListOpener(opener), "-o", out("two.run"), "--progress", "json");
    assertThat(json.err())
        .contains(
            "{\"event\":\"summary\",\"queries\":3,\"queries_total\":3,\"failures\":0,\"calls\":6,"
                + "\"calls_from_journal\":0,\"truncated\":0,\"fallbacks\":{\"order_unparsable\":2,"
                + "\"missing_appended\":4,\"strangers_dropped\":4},\"prompt_tokens\":618,"
                + "\"completion_tokens\":42,");
  }

  @Test
  void theCallsTellWhatWasShownAndWhatWasReadOfTheAnswers() throws Exception {
    rerank(new Cli(), "-o", out("new.run"), "--calls", out("calls.jsonl"));
    assertThat(read("calls.jsonl").lines().limit(2))
        .containsExactly(
            "{\"qid\":\"1\",\"call\":1,\"docids\":[\"c\",\"d\",\"e\"],"
                + "\"finish_reason\":\"end_of_text\",\"prompt_tokens\":103,"
                + "\"completion_tokens\":7,\"forced_tokens\":0,\"truncated\":false,\"share\":1.0,"
                + "\"query\":\"cat\",\"answer\":\"[3] > [2] > [1]\",\"read\":\"order\","
                + "\"order\":[\"e\",\"d\",\"c\"],\"fallbacks\":[]}",
            "{\"qid\":\"1\",\"call\":2,\"docids\":[\"a\",\"b\",\"e\"],"
                + "\"finish_reason\":\"end_of_text\",\"prompt_tokens\":103,"
                + "\"completion_tokens\":7,\"forced_tokens\":0,\"truncated\":false,\"share\":1.0,"
                + "\"query\":\"cat\",\"answer\":\"[3] > [2] > [1]\",\"read\":\"order\","
                + "\"order\":[\"e\",\"b\",\"a\"],\"fallbacks\":[]}");
    assertThat(read("calls.jsonl")).hasLineCount(6);
  }

  @Test
  void otherWindowsGoOnWithTheAnswersThatTheyShare() {
    rerank(new Cli(), "-o", out("new.run"));
    Cli.Outcome outcome = rerank(new Cli(), "-o", out("new.run"), "--passes", 2);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("and 6 were in the journal");
  }

  @Test
  void aJournalOfPairsIsOfAnotherJobAndTheOtherWayRound() {
    rerank(new Cli(), "-o", out("lists.run"));
    Cli.Outcome outcome =
        rerankPlainly(new Cli(), "-o", out("pairs.run"), "--journal", out("lists.run.journal"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("is of another job: ", "program.name rankgpt-chatml, not rank1")
        .hasLineCount(1);

    rerankPlainly(new Cli(), "-o", out("pairs.run"));
    Cli.Outcome other =
        rerank(new Cli(), "-o", out("more.run"), "--journal", out("pairs.run.journal"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("is of another job: ", "program.name rank1, not rankgpt-chatml")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--no-think",
        "--samples 2",
        "--think-top 3",
        "--speculate auto",
        "--retry-failed",
        "--reuse x.journal"
      })
  void optionsOfPairsAreRefused(String option) {
    List<Object> more = new ArrayList<>(List.of("-o", out("new.run")));
    more.addAll(List.of((Object[]) option.split(" ")));
    Cli.Outcome outcome = rerank(new Cli(), more.toArray());
    assertThat(outcome)
        .isEqualTo(
            new Cli.Outcome(
                2,
                "",
                "rank1: "
                    + option.split(" ")[0]
                    + " is for profiles that judge one passage at a time, and rankgpt-chatml ranks"
                    + " lists\n"));
  }

  @Test
  void optionsOfListsAreRefusedForPairs() {
    Cli.Outcome outcome =
        rerankPlainly(
            new Cli(), "-o", out("new.run"), "--calls", out("c.jsonl"), "--profile", "rank1");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: --calls is for profiles that rank lists, and rank1 judges one passage at a"
                + " time\n");
  }

  @Test
  void commandsOfPairsTakeNoProfileOfLists() {
    Cli.Outcome outcome =
        new Cli().run("score", "-q", "q", "-p", "p", "--profile", "rankgpt-chatml");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("the profile rankgpt-chatml ranks lists, and scores no pairs: 'rank1 rerank'");
  }

  @Test
  void windowsThatContradictEachOtherAreRefused() {
    Cli.Outcome outcome = rerank(new Cli(), "-o", out("new.run"), "--stride", 4);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("rank1: a stride of 4 leaves candidates out between windows of 3\n");
    Cli.Outcome tournament = rerank(new Cli(), "-o", out("new.run"), "--profile", "setwise-chatml");
    assertThat(tournament.err()).contains("are for windows, and the profile setwise-chatml has");
  }

  @Test
  void aDryRunCountsAndWritesNothing() {
    Cli.Outcome outcome = rerank(new Cli(), "--dry-run", "-o", out("new.run"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("queries           3 with 15 candidates")
        .contains("calls             6 at most")
        .contains("in the journal    0 calls")
        .contains("prompt tokens     about 618 (103 per call");
    assertThat(out("new.run")).doesNotExist();
    assertThat(out("new.run.journal")).doesNotExist();

    rerank(new Cli(), "-o", out("new.run"));
    assertThat(rerank(new Cli(), "--dry-run", "-o", out("new.run")).out())
        .contains("in the journal    6 calls");
  }

  @Test
  void viewShowsTheCallsOfAQueryFromTheirFileAndFromTheJournal() throws Exception {
    rerank(new Cli(), "-o", out("new.run"), "--calls", out("calls.jsonl"));
    for (String file : List.of("calls.jsonl", "new.run.journal")) {
      Cli.Outcome overview = new Cli().run("view", out(file));
      assertThat(overview.code()).as(overview.err()).isZero();
      assertThat(overview.out()).contains("1  cat  (2 calls, 14 tokens)\n2  dog  (2 calls,");
      Cli.Outcome query = new Cli().run("view", out(file), "--qid", "2");
      assertThat(query.out())
          .isEqualTo(
              """
              2  dog  (2 calls, 14 tokens)

                 1  3 shown, 7 tokens, read: order
                    shown  c  d  e
                    now    e ▲2  d =  c ▼2
                    answer
                    [3] > [2] > [1]

                 2  3 shown, 7 tokens, read: order
                    shown  a  b  e
                    now    e ▲2  b =  a ▼2
                    answer
                    [3] > [2] > [1]
              """);
      assertThat(new Cli().run("view", out(file), "--qid", "9").err())
          .contains(": no call of a query 9");
    }
    assertThat(new Cli().run("view", out("calls.jsonl"), "--html", out("page.html")).code())
        .isZero();
    assertThat(new Cli().run("view", out("calls.jsonl"), "--html", out("page.html")).err())
        .contains("page.html is already there");
    assertThat(new Cli().run("view", out("calls.jsonl"), "--qid", "1", "--docid", "a").err())
        .contains("--docid is for pairs");
    assertThat(read("page.html"))
        .contains("<h2 id=\"3\">3</h2>\n<p>fish</p>")
        .contains("<summary>1: e ▲2  d =  c ▼2</summary>", "<pre>[3] &gt; [2] &gt; [1]</pre>");
  }

  @Test
  void viewSaysOfAnOutputThatItsPassagesAreRankedByLists() {
    rerank(new Cli(), "-o", out("new.jsonl"));
    assertThat(new Cli().run("view", out("new.jsonl")).out())
        .contains("pairs    15: 15 ranked by lists, 0 failed\nfinish   15 ranked")
        .contains("1  cat  (5 ranked by lists)")
        .doesNotContain("labels", "true");
    assertThat(new Cli().run("view", out("new.jsonl"), "--qid", "1").out())
        .contains("5 passages: 5 ranked by lists")
        .contains("   1  -  -      e  ▲4  ranked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rankgpt-chatml", "setwise-chatml", "grouprank"})
  void queriesWithOneCandidateOrNoneNeedNoListToCompare(String profile) throws Exception {
    write("first.run", "1 Q0 gone 1 9 x\n2 Q0 a 1 9 x\n2 Q0 gone 2 8 x\n");
    ListScorerOpener silent =
        settings ->
            new FakeListScorer(
                settings, (question, shown) -> new CallAnswer.Written("?"), Runnable::run);
    if (profile.equals("setwise-chatml")) {
      silent =
          settings ->
              new FakeListScorer(
                  settings, (question, shown) -> new CallAnswer.Logits(List.of(0f)), Runnable::run);
    }
    Cli.Outcome outcome =
        rerankPlainly(
            new Cli().withListOpener(silent),
            "--profile",
            profile,
            "--missing",
            "skip",
            "-o",
            out("new.run"),
            "--calls",
            out("calls.jsonl"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(read("new.run").lines().map(line -> line.split(" ")[2]))
        .containsExactly("gone", "a", "gone");
  }

  /** More than are submitted before a reason to end is noticed. */
  private void writeThirtyQueries() throws IOException {
    writeQueries(IntStream.range(0, 30).mapToObj(i -> "query " + i).toArray(String[]::new));
  }

  @Test
  void aSignalEndsAJobAndWhatWasAnsweredIsKept() throws Exception {
    writeThirtyQueries();
    Cli cli = new Cli();
    AtomicInteger answered = new AtomicInteger();
    ListScorerOpener opener =
        settings ->
            new FakeListScorer(
                settings,
                (question, shown) -> {
                  if (answered.incrementAndGet() == 2) {
                    cli.signals.send(EndSignal.INT);
                  }
                  return FakeListScorer.byNumbers(question, shown);
                },
                Runnable::run);
    Cli.Outcome outcome = rerank(cli.withListOpener(opener), "-o", out("new.run"));
    assertThat(outcome.code()).isEqualTo(130);
    assertThat(outcome.err())
        .contains("stopping once what is under way is done")
        .containsPattern("stopped; [0-9]+ of 30 queries, and [0-9]+ calls, are in .*.run.journal;");
    assertThat(out("new.run")).doesNotExist();

    Cli.Outcome rest = rerank(new Cli(), "-o", out("new.run"));
    assertThat(rest.code()).isZero();
    Matcher counts = Pattern.compile("calls: ([0-9]+), and ([0-9]+) were").matcher(rest.err());
    assertThat(counts.find()).isTrue();
    int before = Integer.parseInt(counts.group(2));
    assertThat(before).isEqualTo(answered.get());
    assertThat(Integer.parseInt(counts.group(1))).isEqualTo(60 - before);
  }

  @Test
  void tooManyFailuresEndTheJob() throws Exception {
    writeThirtyQueries();
    ListScorerOpener opener =
        settings ->
            new FakeListScorer(
                settings,
                (question, shown) -> {
                  throw new RankingFailedException("no");
                },
                Runnable::run);
    Cli.Outcome outcome =
        rerank(new Cli().withListOpener(opener), "-o", out("new.run"), "--max-failures", 2);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("stopped after 2 failures, as --max-failures says");
    assertThat(out("new.run")).doesNotExist();
  }
}
