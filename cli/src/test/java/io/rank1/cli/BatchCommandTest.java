package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.input.Packed;
import io.rank1.cli.output.StandardStream;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.RerankResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchCommandTest {

  private static final double YES = new AnswerLogits(2.5f, -1).probability();

  @TempDir Path dir;

  private Path pairs(String text) throws IOException {
    return Files.writeString(dir.resolve("pairs.tsv"), text);
  }

  @Test
  void writesIdsScoreLabelAndReason() throws Exception {
    Path pairs = pairs("q1\td1\ta\tab\nq1\td2\tx\tfail\n");
    Cli.Outcome outcome = new Cli().run("batch", pairs);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out())
        .isEqualTo("q1\td1\t" + YES + "\ttrue\tanswered\nq1\td2\t\t\tfailed\tit broke badly\n");
    assertThat(outcome.err())
        .startsWith("rank1: 2 pairs in 0:00 (")
        .endsWith("1 answered, 1 failed, 0 truncated, 1 without a score\n")
        .hasLineCount(1);
  }

  @Test
  void writesLinesWhereThereAreNoIds() throws Exception {
    Cli.Outcome outcome = new Cli().run("batch", pairs("a\tab\n"), "--quiet");
    assertThat(outcome).isEqualTo(new Cli.Outcome(0, "1\t" + YES + "\ttrue\tanswered\n", ""));
  }

  @Test
  void writesJsonBySuffix() throws Exception {
    Path out = dir.resolve("out.jsonl");
    Cli.Outcome outcome = new Cli().run("batch", pairs("q\td\ta\tab\n"), "-o", out, "--quiet");
    assertThat(outcome).isEqualTo(new Cli.Outcome(0, "", ""));
    assertThat(Files.readString(out))
        .startsWith("{\"qid\":\"q\",\"docid\":\"d\",\"query\":\"a\",\"passage\":\"ab\",\"score\":");
  }

  @Test
  void writesTheFormatAskedFor() throws Exception {
    Path out = dir.resolve("out");
    new Cli().run("batch", pairs("a\tab\n"), "-o", out, "--format", "jsonl");
    assertThat(Files.readString(out)).startsWith("{\"line\":1,\"query\":\"a\",");

    Cli.Outcome json = new Cli().run("batch", pairs("a\tab\n"), "--format", "jsonl");
    assertThat(json.out()).startsWith("{\"line\":1,\"query\":\"a\",");
  }

  @Test
  void keepsTheOrderHoweverResultsCome() throws Exception {
    StringBuilder text = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = 1; i <= 1000; i++) {
      text.append("q").append(i).append("\td\ta\tab\n");
      expected.append("q").append(i).append("\td\t" + YES + "\ttrue\tanswered\n");
    }
    Random random = new Random(7);
    ScheduledExecutorService later = Executors.newScheduledThreadPool(4);
    try {
      FakeScorer scorer =
          new FakeScorer(
              request -> {
                CompletableFuture<RerankResult> future = new CompletableFuture<>();
                later.schedule(
                    () -> future.complete(FakeScorer.judge(request)),
                    random.nextInt(3000),
                    TimeUnit.MICROSECONDS);
                return future;
              });
      Cli.Outcome outcome = new Cli().withScorer(scorer).run("batch", pairs(text.toString()));
      assertThat(outcome.code()).isZero();
      assertThat(outcome.out()).isEqualTo(expected.toString());
      assertThat(scorer.isClosed()).isTrue();
    } finally {
      later.shutdownNow();
    }
  }

  @Test
  void refusesABadLineBeforeTheModelIsOpened() throws Exception {
    Path pairs = pairs("q\td\ta\tb\n".repeat(16) + "a\tb\tc\n");
    Path out = dir.resolve("out.tsv");
    Cli cli = new Cli();
    assertThat(cli.run("batch", pairs, "-o", out))
        .isEqualTo(
            new Cli.Outcome(
                2,
                "",
                "rank1: " + pairs + ":17: 3 columns, expected 4 (qid, docid, query, passage)\n"));
    assertThat(cli.opened).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesEmptyInput() throws Exception {
    Path pairs = pairs("");
    assertThat(new Cli().run("batch", pairs))
        .isEqualTo(new Cli.Outcome(2, "", "rank1: " + pairs + ": no pairs\n"));
    Cli cli = new Cli();
    assertThat(cli.run("batch", "-"))
        .isEqualTo(new Cli.Outcome(2, "", "rank1: standard input: no pairs\n"));
    assertThat(cli.opened).isEmpty();
  }

  @Test
  void scoresWhatComesBeforeABadLineOfStandardInput() {
    Cli.Outcome outcome = new Cli().withStdin("a\tab\nb\tab\nc\n").run("batch", "-");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).hasLineCount(2).startsWith("1\t").contains("\n2\t");
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: standard input:3: 1 column, expected 2 (query, passage);"
                + " 2 pairs are written to standard output\n");
  }

  @Test
  void refusesToOverwriteUnlessTold() throws Exception {
    Path pairs = pairs("a\tab\n");
    Path out = Files.writeString(dir.resolve("out.tsv"), "precious and longer than the result\n");
    Cli cli = new Cli();
    Cli.Outcome outcome = cli.run("batch", pairs, "-o", out);
    assertThat(outcome)
        .isEqualTo(
            new Cli.Outcome(
                2, "", "rank1: " + out + " is already there: remove it, or add --overwrite\n"));
    assertThat(cli.opened).isEmpty();
    assertThat(Files.readString(out)).startsWith("precious");

    assertThat(cli.run("batch", pairs, "-o", out, "--overwrite").code()).isZero();
    assertThat(Files.readString(out)).isEqualTo("1\t" + YES + "\ttrue\tanswered\n");
  }

  @Test
  void keepsTheOldOutputWhenTheModelCannotBeOpened() throws Exception {
    Path old = Files.writeString(dir.resolve("old.tsv"), "precious\n");
    Path fresh = dir.resolve("fresh.tsv");
    Cli cli =
        new Cli()
            .withOpener(
                settings -> {
                  throw new CommandException(ExitCode.UNUSABLE, "no");
                });
    assertThat(cli.run("batch", pairs("a\tb\n"), "-o", old, "--overwrite").code()).isEqualTo(4);
    assertThat(cli.run("batch", pairs("a\tb\n"), "-o", fresh).code()).isEqualTo(4);
    assertThat(Files.readString(old)).isEqualTo("precious\n");
    assertThat(fresh).doesNotExist();
  }

  @Test
  void refusesOutputThatIsTheInput() throws Exception {
    Path pairs = pairs("a\tab\n");
    Path other = Files.createSymbolicLink(dir.resolve("link.tsv"), pairs);
    Cli.Outcome outcome = new Cli().run("batch", pairs, "-o", other, "--overwrite");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("the same file").hasLineCount(1);
    assertThat(Files.readString(pairs)).isEqualTo("a\tab\n");
  }

  @Test
  void refusesOutputThatCannotBeWritten() throws Exception {
    Cli cli = new Cli();
    Cli.Outcome missing = cli.run("batch", pairs("a\tab\n"), "-o", dir.resolve("no/out.tsv"));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("no such folder").hasLineCount(1);
    Cli.Outcome folder = cli.run("batch", pairs("a\tab\n"), "-o", dir);
    assertThat(folder.code()).isEqualTo(2);
    assertThat(folder.err()).startsWith("rank1: cannot write " + dir).hasLineCount(1);
    assertThat(cli.opened).isEmpty();
  }

  @Test
  void showsProgressOnATerminalOnly() throws Exception {
    Path pairs = pairs("a\tab\n");
    FakeScorer slow =
        new FakeScorer(
            request ->
                CompletableFuture.supplyAsync(
                    () -> FakeScorer.judge(request),
                    CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)));
    Cli.Outcome outcome =
        new Cli().withScorer(slow).onTerminals(StandardStream.ERR).run("batch", pairs);
    assertThat(outcome.err())
        .startsWith("\r\u001b[K")
        .contains("/1 pairs, ")
        .contains("\r\u001b[Krank1: 1 pair in 0:00");

    Cli.Outcome both =
        new Cli().onTerminals(StandardStream.ERR, StandardStream.OUT).run("batch", pairs);
    assertThat(both.err()).startsWith("rank1: 1 pair in");
    Cli.Outcome quiet = new Cli().onTerminals(StandardStream.ERR).run("batch", pairs, "--quiet");
    assertThat(quiet.err()).isEmpty();
  }

  @Test
  void tellsAnEngineThatStopped() throws Exception {
    FakeScorer scorer = FakeScorer.simple();
    scorer.close();
    Cli.Outcome outcome = new Cli().withScorer(scorer).run("batch", pairs("a\tab\n"));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo("rank1: the engine is closed; 0 pairs are written to standard output\n");
  }

  @Test
  void readsUtf8WhateverTheLocale() throws Exception {
    Path pairs = dir.resolve("pairs.tsv");
    Files.write(pairs, "ü\tüü\n".getBytes(StandardCharsets.UTF_8));
    Cli.Outcome outcome = new Cli().run("batch", pairs, "--format", "jsonl", "--quiet");
    assertThat(outcome.out()).contains("\"query\":\"ü\",\"passage\":\"üü\"");
  }

  /** As of a download that broke off, and of two files of which the second is damaged. */
  @Test
  void aDamagedPipeLosesNoPairBeforeTheDamage() throws Exception {
    byte[] member = Packed.gzip("cat\tcat\ndog\tdog\n");
    byte[] cut = Arrays.copyOf(Packed.both(member, member), 2 * member.length - 3);
    byte[] junk = Packed.both(member, Packed.utf8("junk"));
    byte[] frame = Packed.zstd("cat\tcat\ndog\tdog\n");
    byte[] half = Arrays.copyOf(Packed.both(frame, frame), 2 * frame.length - 3);
    for (byte[] pipe : List.of(cut, junk, half)) {
      Cli.Outcome outcome =
          new Cli().withStdin(new ByteArrayInputStream(pipe)).run("batch", "-", "--quiet");
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.out()).startsWith("1\t").contains("\n2\t");
      assertThat(outcome.err())
          .matches(
              "rank1: standard input:\\d: damaged (gzip|zstd): .* \\(after \\d+ packed bytes\\);"
                  + " \\d pairs are written to standard output\n");
    }
    Path file = Files.write(dir.resolve("pairs.tsv.gz"), junk);
    assertThat(new Cli().run("batch", file, "-o", dir.resolve("new.tsv")))
        .isEqualTo(
            new Cli.Outcome(
                2,
                "",
                String.format(
                    Locale.ROOT,
                    "rank1: %s:3: damaged gzip: what follows a member is neither another one nor"
                        + " padding with zeros (after %d packed bytes)\n",
                    file,
                    member.length)));
    assertThat(dir.resolve("new.tsv")).doesNotExist();
  }
}
