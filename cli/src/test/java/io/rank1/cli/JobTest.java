package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.job.EndSignal;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that end early, go on, or find other input: shown on tables of pairs. */
@Timeout(60)
class JobTest {

  @TempDir Path dir;

  private Path table(int from, int to) throws IOException {
    return Files.writeString(
        dir.resolve("pairs.tsv"),
        IntStream.range(from, to)
            .mapToObj(i -> "q" + i % 7 + "\td" + i + "\tquery\tpassage " + i + "\n")
            .collect(Collectors.joining()));
  }

  private Path out() {
    return dir.resolve("out.tsv");
  }

  private Path journal() {
    return dir.resolve("out.tsv.journal");
  }

  private Cli.Outcome batch(FakeScorer scorer, Object... more) {
    Object[] args = new Object[more.length + 6];
    args[0] = "batch";
    args[1] = dir.resolve("pairs.tsv");
    args[2] = "-o";
    args[3] = out();
    args[4] = "--progress";
    args[5] = "none";
    System.arraycopy(more, 0, args, 6, more.length);
    return new Cli().withScorer(scorer).run(args);
  }

  private static CompletableFuture<RerankResult> judged(RerankRequest request) {
    return CompletableFuture.completedFuture(FakeScorer.judge(request));
  }

  /** A model whose engine stops after so many pairs. */
  private static FakeScorer dyingAfter(int pairs) {
    int[] count = {0};
    return new FakeScorer(
        request -> {
          if (count[0]++ < pairs) {
            return judged(request);
          }
          return CompletableFuture.completedFuture(
              new RerankResult(
                  FinishReason.CANCELLED,
                  Optional.empty(),
                  Optional.of("the engine stopped: bug"),
                  "",
                  TokenCounts.NONE,
                  Truncation.none(0),
                  Timings.NONE));
        });
  }

  @Test
  void goesOnAfterAnEngineThatStoppedAndScoresNothingTwice() throws Exception {
    table(0, 500);
    Cli.Outcome died = batch(dyingAfter(123));
    assertThat(died.code()).isEqualTo(1);
    assertThat(died.err())
        .contains(
            "the engine stopped: bug; 123 of 500 pairs are in " + journal() + "; the same command");
    assertThat(out()).doesNotExist();

    FakeScorer scorer = FakeScorer.simple();
    Cli.Outcome resumed = batch(scorer);
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).contains("500 scored", "123 were in the journal");
    assertThat(scorer.submitted()).isEqualTo(377);
    assertThat(Files.readAllLines(out())).hasSize(500);
    assertThat(Files.readAllLines(out()).get(400)).startsWith("q1\td400\t0.02");
  }

  @Test
  void tellsAnEngineThatTakesNoPairs() throws Exception {
    table(0, 5);
    FakeScorer closed = FakeScorer.simple();
    closed.close();
    Cli.Outcome outcome = batch(closed);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("the engine is closed; 0 of 5 pairs are in");
  }

  @Test
  void writesTheSameFilesWhereAllIsDone() throws Exception {
    table(0, 20);
    assertThat(batch(FakeScorer.simple()).code()).isZero();
    String first = Files.readString(out());
    FakeScorer again = FakeScorer.simple();
    assertThat(batch(again).code()).isZero();
    assertThat(again.submitted()).isZero();
    assertThat(Files.readString(out())).isEqualTo(first);
  }

  @Test
  void noticesChangedInputByItsContent() throws Exception {
    table(0, 20);
    batch(FakeScorer.simple());
    Files.writeString(
        dir.resolve("pairs.tsv"),
        Files.readString(dir.resolve("pairs.tsv")).replace("passage 7\n", "another query\n"));
    FakeScorer scorer = FakeScorer.simple();
    assertThat(batch(scorer).code()).isZero();
    assertThat(scorer.submitted()).isEqualTo(1);
    assertThat(Files.readAllLines(out()).get(7)).startsWith("q0\td7\t0.97");
  }

  @Test
  void scoresDuplicatesOnceAndWritesThemAsOftenAsAsked() throws Exception {
    Files.writeString(
        dir.resolve("pairs.tsv"), "q1\ta\tx\txx\nq1\tb\tx\txx\nq2\ta\tx\txx\nq1\ta\tx\tno\n");
    FakeScorer scorer = FakeScorer.simple();
    Cli.Outcome outcome = batch(scorer, "-o", dir.resolve("out.run"));
    assertThat(outcome.err()).contains("4 pairs of 2 queries: 4 scored", "2 are duplicates");
    assertThat(scorer.submitted()).isEqualTo(2);
    assertThat(Files.readAllLines(out()))
        .extracting(line -> line.substring(0, 8))
        .containsExactly("q1\ta\t0.9", "q1\tb\t0.9", "q2\ta\t0.9", "q1\ta\t0.0");
    assertThat(Files.readString(dir.resolve("out.run")))
        .isEqualTo("q1 Q0 a 1 3.5 rank1\nq1 Q0 b 2 3.499999761581421 rank1\nq2 Q0 a 1 3.5 rank1\n");
  }

  @Test
  void stopsAfterTooManyFailuresAndRetriesThemWhenTold() throws Exception {
    Files.writeString(
        dir.resolve("pairs.tsv"), "q\ta\tx\tfail\n".repeat(1) + "q\tb\ty\tfail\nq\tc\tx\tx\n");
    FakeScorer slow =
        new FakeScorer(
            request ->
                request.query().equals("x") && request.passage().equals("fail")
                    ? judged(request)
                    : new CompletableFuture<>());
    Cli.Outcome stopped = batch(slow, "--max-failures", 1);
    assertThat(stopped.code()).isEqualTo(3);
    assertThat(stopped.err())
        .contains("stopped after 1 failures, as --max-failures says; ")
        .contains("the same command goes on from there");
    assertThat(out()).doesNotExist();

    assertThat(batch(FakeScorer.simple()).code()).isEqualTo(3);
    FakeScorer unneeded = FakeScorer.simple();
    assertThat(batch(unneeded).code()).isEqualTo(3);
    assertThat(unneeded.submitted()).isZero();
    FakeScorer healthy = new FakeScorer(request -> judged(new RerankRequest("x", "x")));
    assertThat(batch(healthy, "--retry-failed").code()).isZero();
    assertThat(healthy.submitted()).isEqualTo(2);
  }

  @Test
  void takesResultsFromOtherJobs() throws Exception {
    table(0, 20);
    batch(FakeScorer.simple());
    Path other = Files.move(journal(), dir.resolve("earlier.journal"));
    table(10, 30);
    FakeScorer scorer = FakeScorer.simple();
    Cli.Outcome outcome = batch(scorer, "--reuse", other, "--overwrite");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("10 results are taken from " + other);
    assertThat(scorer.submitted()).isEqualTo(10);
    assertThat(Files.readAllLines(out())).hasSize(20);
  }

  @Test
  void saysWhyNothingCanBeTakenFromAnotherJob() throws Exception {
    table(0, 5);
    batch(FakeScorer.simple(), "--max-think-tokens", 9);
    Path other = Files.move(journal(), dir.resolve("earlier.journal"));
    FakeScorer scorer = FakeScorer.simple();
    Cli.Outcome outcome = batch(scorer, "--reuse", other, "--overwrite");
    assertThat(outcome.err())
        .contains("nothing is taken from " + other + ": --max-think-tokens 9, not 8192");
    assertThat(scorer.submitted()).isEqualTo(5);
  }

  @Test
  void replacesItsOwnOutputsAndNoOthers() throws Exception {
    table(0, 5);
    batch(FakeScorer.simple());
    Path precious = Files.writeString(dir.resolve("precious.run"), "precious");
    Cli.Outcome refused = batch(FakeScorer.simple(), "-o", precious);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo("rank1: " + precious + " is already there: remove it, or add --overwrite\n");
    assertThat(precious).hasContent("precious");
    assertThat(batch(FakeScorer.simple(), "-o", dir.resolve("new.run")).code()).isZero();
    assertThat(batch(FakeScorer.simple(), "-o", dir.resolve("new.run")).code()).isZero();
  }

  @Test
  void letsNoFileOfTheJobBeTheVictimOfAnother() throws Exception {
    table(0, 5);
    Object link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("pairs.tsv"));
    Object[][] clashes = {
      {"--journal", dir.resolve("pairs.tsv")},
      {"--journal", link},
      {"--journal", out()},
      {"-o", journal()},
      {"-o", dir.resolve("x.run"), "--reuse", dir.resolve("x.run")},
      {"-o", dir + "/../" + dir.getFileName() + "/out.tsv"},
    };
    Files.createFile(dir.resolve("x.run"));
    for (Object[] clash : clashes) {
      Cli.Outcome outcome = batch(FakeScorer.simple(), clash);
      assertThat(outcome.code()).as(List.of(clash).toString()).isEqualTo(2);
      assertThat(outcome.err()).contains(" is to be written, and is ").hasLineCount(1);
    }
    assertThat(Files.readAllLines(dir.resolve("pairs.tsv"))).hasSize(5);
  }

  @Test
  void refusesIdentifiersThatATableCannotHold() throws Exception {
    Files.writeString(dir.resolve("pairs.tsv"), "q\ta b\tx\tx\n");
    assertThat(batch(FakeScorer.simple()).code()).isZero();
    Cli.Outcome outcome = batch(FakeScorer.simple(), "-o", dir.resolve("out.run"));
    assertThat(outcome.err()).contains("the docid 'a b' holds a blank").hasLineCount(1);
  }

  @Test
  void refusesTheJournalOfOtherSettingsUnlessToldToRestart() throws Exception {
    table(0, 5);
    batch(FakeScorer.simple());
    Cli.Outcome refused = batch(FakeScorer.simple(), "--max-think-tokens", 7);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("is of another job: --max-think-tokens 8192, not 7", "--restart")
        .hasLineCount(1);
    FakeScorer scorer = FakeScorer.simple();
    assertThat(batch(scorer, "--max-think-tokens", 7, "--restart").code()).isZero();
    assertThat(scorer.submitted()).isEqualTo(5);
  }

  @Test
  void opensAJournalWithTheContextItBeganWith() throws Exception {
    table(0, 5);
    batch(FakeScorer.simple());
    Cli cli = new Cli();
    cli.run("batch", dir.resolve("pairs.tsv"), "-o", out(), "--quiet");
    assertThat(cli.opened.get(0).context().context()).isEqualTo(16_000);
  }

  @Test
  void endsInOrderOnASignalAndAtOnceOnTheSecond() throws Exception {
    table(0, 300);
    FakeScorer stuck =
        new FakeScorer(
            request ->
                request.passage().equals("passage 100")
                    ? new CompletableFuture<>()
                    : judged(request));
    Cli cli = new Cli().withScorer(stuck);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CompletableFuture<Cli.Outcome> run =
        CompletableFuture.supplyAsync(
            () ->
                cli.run(err, "batch", dir.resolve("pairs.tsv"), "-o", out(), "--progress", "none"));
    while (stuck.submitted() < 300) {
      Thread.sleep(5);
    }
    cli.signals.handlers.get(0).accept(EndSignal.TERM);
    cli.signals.handlers.get(0).accept(EndSignal.TERM); // the same wish, passed on twice
    assertThat(cli.signals.ends).isEmpty();
    Thread.sleep(400);
    cli.signals.handlers.get(0).accept(EndSignal.INT);
    assertThat(cli.signals.ends).containsExactly(EndSignal.INT);

    assertThat(run.get().code()).isEqualTo(143);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("rank1: stopping once what is under way is done, in 5 s at most")
        .contains("rank1: stopped; 299 of 300 pairs are in " + journal());
    FakeScorer scorer = FakeScorer.simple();
    assertThat(batch(scorer).code()).isZero();
    assertThat(scorer.submitted()).isEqualTo(1);
  }

  @Test
  void refusesInputThatChangesUnderItsHands() throws Exception {
    table(0, 10);
    FakeScorer scorer = FakeScorer.simple();
    Cli cli =
        new Cli()
            .withOpener(
                settings -> {
                  try {
                    table(5, 15); // after it was read for the first time
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                  return scorer;
                });
    Cli.Outcome outcome = cli.run("batch", dir.resolve("pairs.tsv"), "-o", out(), "--quiet");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("the input has changed since the job began");
    assertThat(scorer.submitted()).isZero();
  }

  @Test
  void tellsProgressAndEndAsJson() throws Exception {
    table(0, 3);
    Cli.Outcome outcome =
        new Cli().run("batch", dir.resolve("pairs.tsv"), "-o", out(), "--progress", "json");
    assertThat(outcome.err())
        .startsWith("{\"event\":\"summary\",\"pairs\":3,\"pairs_total\":3,")
        .contains("\"finish_reasons\":{\"answered\":3}", "\"score_tenths\":[3,0,0,0,0,0,0,0,0,0]");
  }

  @Test
  void pausesWhileTheFolderOfTheJournalIsGoneAndLosesNothing() throws Exception {
    table(0, 200);
    Path volume = Files.createDirectory(dir.resolve("volume"));
    Path journal = volume.resolve("j");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CompletableFuture<RerankResult> last = new CompletableFuture<>();
    FakeScorer scorer =
        new FakeScorer(request -> request.passage().equals("passage 199") ? last : judged(request));
    Cli cli = new Cli().withScorer(scorer);
    CompletableFuture<Cli.Outcome> run =
        CompletableFuture.supplyAsync(
            () ->
                cli.run(
                    err,
                    "batch",
                    dir.resolve("pairs.tsv"),
                    "-o",
                    out(),
                    "--journal",
                    journal,
                    "--progress",
                    "none"));
    while (Files.notExists(journal) || Files.readAllLines(journal).size() < 200) {
      Thread.sleep(5);
    }
    Files.delete(journal);
    Files.delete(volume);
    while (!err.toString(StandardCharsets.UTF_8).contains("no such file; paused until")) {
      Thread.sleep(5);
    }
    last.complete(FakeScorer.judge(new RerankRequest("query", "passage 199")));
    Files.createDirectory(volume);
    assertThat(run.get().code()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("can be written again; going on");
    assertThat(Files.readAllLines(journal)).hasSize(1 + 200 + 1); // a header, a note at the end
    assertThat(Files.readAllLines(out())).hasSize(200);
  }

  @Test
  void refusesAJournalThatIsNoFile() throws Exception {
    table(0, 3);
    Cli.Outcome outcome = batch(FakeScorer.simple(), "--journal", dir);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("rank1: cannot write " + dir + ": it is a directory\n");
  }

  @Test
  void refusesAJournalForWhatStreams() throws Exception {
    table(0, 3);
    Cli.Outcome outcome =
        new Cli().run("batch", dir.resolve("pairs.tsv"), "--journal", dir.resolve("j"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("rank1: a journal needs a file to read").hasLineCount(1);
  }
}
