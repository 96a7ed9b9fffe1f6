package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a job: which it may write, and what happens when they go away. */
@Timeout(60)
class JobFilesTest extends TableJobs {

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

  /** The job was ended between its note and the name, or long before its second start. */
  @Test
  void aFileThatTookThePlaceOfAnOutputIsNotReplaced() throws Exception {
    table(0, 5);
    batch(FakeScorer.simple());
    Files.writeString(out(), "precious");
    Cli.Outcome refused = batch(FakeScorer.simple());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo("rank1: " + out() + " is already there: remove it, or add --overwrite\n");
    assertThat(out()).hasContent("precious");
    assertThat(batch(FakeScorer.simple(), "--overwrite").code()).isZero();
    assertThat(Files.readAllLines(out())).hasSize(5);
    assertThat(batch(FakeScorer.simple()).code()).isZero();
  }

  @Test
  void tellsWhatEndedItThoughTheJournalIsGoneToo() throws Exception {
    table(0, 2);
    Path volume = Files.createDirectory(dir.resolve("volume"));
    Path journal = volume.resolve("j");
    FakeScorer scorer =
        new FakeScorer(
            request -> {
              if (request.passage().equals("passage 0")) {
                return judged(request);
              }
              delete(journal);
              delete(volume);
              throw new EngineStoppedException(
                  EngineStoppedException.Reason.BROKEN, "the engine stopped: bug");
            });
    Cli.Outcome outcome = batch(scorer, "--journal", journal);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: the engine stopped: bug; the journal "
                + journal
                + " could not be written to the end: what it holds, if it is still there, is gone"
                + " on with by the same command\n");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void letsNoFileOfTheJobBeTheVictimOfAnother() throws Exception {
    table(0, 5);
    Object link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("pairs.tsv"));
    Object[][] clashes = {
      {"--journal", dir.resolve("pairs.tsv")},
      {"--journal", link},
      {"--journal", out()},
      {"-o", "tsv:" + journal()},
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

  /** These are no blanks to Java, and to Python, which most readers of runs are written in. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00A0", "\u2007", "\u202F", "\u0085", "\u2003", "\u001C"})
  void noBlankOfUnicodeDividesAColumn(String blank) throws Exception {
    Files.writeString(dir.resolve("pairs.tsv"), "q\ta" + blank + "b\tx\tx\n");
    assertThat(batch(FakeScorer.simple()).code()).isZero();
    Cli.Outcome outcome = batch(FakeScorer.simple(), "-o", dir.resolve("out.run"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("the docid 'a").contains(" holds a blank").hasLineCount(1);
    assertThat(batch(FakeScorer.simple(), "--run-tag", "a" + blank + "b").err())
        .contains("--run-tag has to be one word");
  }

  @Test
  void noLineOfARunBecomesAComment() throws Exception {
    Files.writeString(dir.resolve("pairs.tsv"), "#1\td\tx\tx\n");
    Cli.Outcome outcome = batch(FakeScorer.simple(), "-o", dir.resolve("out.run"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("the qid '#1' begins with #, so that its lines in")
        .hasLineCount(1);
    assertThat(batch(FakeScorer.simple(), "-o", dir.resolve("out.json")).code()).isZero();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aNameThatIsTooLongIsRefusedBeforeAnythingIsScored() throws Exception {
    table(0, 5);
    FakeScorer scorer = FakeScorer.simple();
    Path longest = dir.resolve("x".repeat(246) + ".run"); // itself no name that is too long
    Cli.Outcome outcome = batch(scorer, "-o", longest);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("rank1: cannot write " + longest + ": File name too long\n");
    assertThat(scorer.submitted()).isZero();
    assertThat(batch(scorer, "-o", dir.resolve("x".repeat(239) + ".run")).code()).isZero();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsNoOutputOfAJobAndStaysAPipe() throws Exception {
    Path pipe = dir.resolve("pipe.run");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path run = Files.writeString(dir.resolve("first.run"), "1 Q0 a 1 1 x\n");
    Path topics = Files.writeString(dir.resolve("topics.tsv"), "1\tcat\n");
    Path corpus = Files.writeString(dir.resolve("corpus.tsv"), "a\tblack cat\n");
    FakeScorer scorer = FakeScorer.simple();
    Cli.Outcome outcome =
        new Cli()
            .withScorer(scorer)
            .run(
                "rerank",
                "--run",
                run,
                "--topics",
                topics,
                "--corpus",
                corpus,
                "-o",
                pipe,
                "--overwrite",
                "--quiet");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: cannot write %s: it is a device or a pipe, and this file appears when it is"
                + " complete; name a file\n",
            pipe);
    assertThat(scorer.submitted()).isZero();
    assertThat(Files.exists(pipe) && !Files.isRegularFile(pipe)).isTrue();
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
                    throw new UncheckedIOException(e);
                  }
                  return scorer;
                });
    Cli.Outcome outcome = cli.run("batch", dir.resolve("pairs.tsv"), "-o", out(), "--quiet");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("the input has changed since the job began");
    assertThat(scorer.submitted()).isZero();
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
