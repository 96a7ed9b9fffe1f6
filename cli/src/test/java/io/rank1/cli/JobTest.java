package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.signal.EndSignal;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that end early, go on, or find other input: shown on tables of pairs. */
@Timeout(60)
class JobTest extends TableJobs {

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
  void writesALongTableInPiecesAndRanksItsQueriesHoweverTheyLie() throws Exception {
    StringBuilder grouped = new StringBuilder();
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < 2500; i++) {
      String line = "\td" + i + "\tquery\t" + (i % 3 == 0 ? "a query " : "text ") + i + "\n";
      grouped.append("q").append(i / 50).append(line);
      mixed.append("q").append(i % 50).append(line);
    }
    for (CharSequence pairs : List.of(grouped, mixed)) {
      Files.writeString(dir.resolve("pairs.tsv"), pairs);
      Path run = dir.resolve("out.run");
      assertThat(batch(FakeScorer.simple(), "-o", run, "--overwrite", "--restart").code()).isZero();
      List<String> rows = Files.readAllLines(out());
      assertThat(rows).hasSize(2500);
      assertThat(rows.get(2400)).matches("q\\d+\td2400\t0\\.97.*\ttrue\tanswered");
      List<String> ranked = Files.readAllLines(run);
      assertThat(ranked).hasSize(2500);
      for (int i = 0; i < 2500; i++) {
        String[] cells = ranked.get(i).split(" ");
        assertThat(cells[0]).isEqualTo("q" + i / 50);
        assertThat(cells[3]).isEqualTo(String.valueOf(1 + i % 50));
        boolean relevant = Integer.parseInt(cells[2].substring(1)) % 3 == 0;
        assertThat(relevant).isEqualTo(Double.parseDouble(cells[4]) > 0);
      }
    }
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
  void keepsWhatALaterVersionHasScoredAndShowsItAsItStands() throws Exception {
    table(0, 3);
    Path details = dir.resolve("out.jsonl");
    batch(FakeScorer.simple(), "-o", details);
    List<String> lines = Files.readAllLines(journal());
    String known =
        "\"evidence\":{\"logit_true\":-1.0,\"logit_false\":2.5},\"finish_reason\":\"answered\"";
    String later = "\"evidence\":{\"grades\":[1,0]},\"finish_reason\":\"forced_by_moonlight\"";
    assertThat(lines.get(2)).contains(known);
    lines.set(2, sealed(lines.get(2).replace(known, later)));
    String score = "\"value\":-3.5,\"evidence\":{\"logit_true\":-1.0,\"logit_false\":2.5},";
    lines.set(3, sealed(lines.get(3).replace(score, "").replace("\"answered\"", "\"too_late\"")));
    Files.write(journal(), lines);

    FakeScorer scorer = FakeScorer.simple();
    Cli.Outcome outcome = batch(scorer, "-o", details);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(scorer.submitted()).isZero();
    assertThat(outcome.err())
        .contains("finish reasons: 1 answered, 1 forced_by_moonlight, 1 too_late")
        .doesNotContain("damaged");
    assertThat(Files.readAllLines(out()).get(1))
        .isEqualTo("q1\td1\t0.02931223075135632\tfalse\tforced_by_moonlight");
    assertThat(Files.readAllLines(out()).get(2)).isEqualTo("q2\td2\t\t\ttoo_late");
    assertThat(Files.readAllLines(details).get(1))
        .contains(
            "\"score\":0.02931223075135632,\"label\":\"false\",\"log_odds\":-3.5,"
                + "\"evidence\":{\"grades\":[1,0]},");
    assertThat(Files.readAllLines(details).get(2))
        .contains("\"score\":null,\"label\":null", "\"finish_reason\":\"too_late\"");
  }

  private static String sealed(String record) {
    String content = record.substring(0, record.lastIndexOf(",\"crc\""));
    CRC32C crc = new CRC32C();
    crc.update(content.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%s,\"crc\":\"%08x\"}", content, crc.getValue());
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
    cli.signals.send(EndSignal.TERM);
    cli.signals.send(EndSignal.TERM); // the same wish, passed on twice
    assertThat(cli.signals.ends()).isEmpty();
    Thread.sleep(400);
    cli.signals.send(EndSignal.INT);
    assertThat(cli.signals.ends()).containsExactly(EndSignal.INT);

    assertThat(run.get().code()).isEqualTo(143);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("rank1: stopping once what is under way is done, in 5 s at most")
        .contains("rank1: stopped; 299 of 300 pairs are in " + journal());
    FakeScorer scorer = FakeScorer.simple();
    assertThat(batch(scorer).code()).isZero();
    assertThat(scorer.submitted()).isEqualTo(1);
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
}
