package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Batches that end otherwise than with the end of their input, or that wait for it. */
@Timeout(60)
class BatchEndTest {

  /** Takes so many bytes and no more. */
  private static final class SmallDisk extends OutputStream {

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final int capacity;
    private final String complaint;

    SmallDisk(int capacity, String complaint) {
      this.capacity = capacity;
      this.complaint = complaint;
    }

    @Override
    public void write(int b) throws IOException {
      if (held.size() == capacity) {
        throw new IOException(complaint);
      }
      held.write(b);
    }
  }

  @TempDir Path dir;

  private Path pairs(int count) throws IOException {
    return Files.writeString(dir.resolve("pairs.tsv"), "q\td\ta\tab\n".repeat(count));
  }

  @Test
  void stopsOnAFullDiskAndTellsWhatIsSafe() throws Exception {
    List<CompletableFuture<RerankResult>> futures = new CopyOnWriteArrayList<>();
    FakeScorer scorer =
        new FakeScorer(
            request -> {
              CompletableFuture<RerankResult> future = new CompletableFuture<>();
              futures.add(future);
              if (futures.size() <= 5) {
                future.complete(FakeScorer.judge(request));
              }
              return future;
            });
    Cli.Outcome outcome =
        new Cli()
            .withScorer(scorer)
            .withStdout(new SmallDisk(100, "No space left on device"))
            .run("batch", pairs(100_000));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: cannot write standard output: No space left on device;"
                + " 2 pairs are written to standard output\n");
    assertThat(scorer.isClosed()).isTrue();
    assertThat(scorer.submitted()).isLessThan(1000);
  }

  @Test
  void stopsWhenThePipeIsClosed() throws Exception {
    Cli.Outcome outcome =
        new Cli().withStdout(new SmallDisk(0, "Broken pipe")).run("batch", pairs(1000));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: cannot write standard output: Broken pipe;"
                + " 0 pairs are written to standard output\n");
  }

  @Test
  @EnabledIf("hasFullDevice")
  void stopsOnAFullDevice() throws Exception {
    Cli.Outcome outcome = new Cli().run("batch", pairs(10), "-o", "/dev/full");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: cannot write /dev/full: No space left on device;"
                + " 0 pairs are written to /dev/full\n");
  }

  static boolean hasFullDevice() {
    return Files.exists(Path.of("/dev/full"));
  }

  @Test
  void keepsABoundedNumberUnderWay() throws Exception {
    CompletableFuture<RerankResult> first = new CompletableFuture<>();
    FakeScorer scorer =
        new FakeScorer(
            request ->
                request.query().equals("first")
                    ? first
                    : CompletableFuture.completedFuture(FakeScorer.judge(request)));
    Path pairs = Files.writeString(dir.resolve("p.tsv"), "first\tab\n" + "a\tab\n".repeat(5000));
    CompletableFuture<Cli.Outcome> run =
        CompletableFuture.supplyAsync(() -> new Cli().withScorer(scorer).run("batch", pairs));
    while (scorer.submitted() < 128) {
      Thread.sleep(1);
    }
    Thread.sleep(50);
    assertThat(scorer.submitted()).isLessThan(140);
    first.complete(FakeScorer.judge(new RerankRequest("first", "ab")));
    assertThat(run.get().out()).hasLineCount(5001);
  }

  @Test
  void writesResultsWhileStandardInputPauses() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PipedOutputStream producer = new PipedOutputStream();
    PipedInputStream stdin = new PipedInputStream(producer);
    CompletableFuture<Cli.Outcome> run =
        CompletableFuture.supplyAsync(
            () -> new Cli().withStdin(stdin).withStdout(out).run("batch", "-"));
    send(producer, "a\tab\n");
    awaitLines(out, 1);
    send(producer, "b\tab\n");
    awaitLines(out, 2);
    assertThat(run).isNotDone();
    producer.close();
    assertThat(run.get().code()).isZero();
  }

  @Test
  void anInterruptLetsNoHalfLineOutAndTellsWhatIsSafe() throws Exception {
    FakeScorer scorer =
        new FakeScorer(
            request ->
                request.query().equals("last")
                    ? new CompletableFuture<>()
                    : CompletableFuture.completedFuture(FakeScorer.judge(request)));
    Path pairs = Files.writeString(dir.resolve("p.tsv"), "a\tab\na\tab\nlast\tab\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Cli cli = new Cli().withScorer(scorer).withStdout(out);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Thread run = new Thread(() -> cli.run(err, "batch", pairs));
    run.setDaemon(true); // waits for a result that never comes
    run.start();
    awaitLines(out, 2);
    cli.hooks.get(0).run();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("rank1: interrupted; 2 pairs are written to standard output\n");
    assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(2).endsWith("answered\n");
  }

  private static void send(OutputStream to, String text) throws IOException {
    to.write(text.getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  private static void awaitLines(ByteArrayOutputStream out, int count) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (out.toString(StandardCharsets.UTF_8).lines().count() < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(1);
    }
  }

  @Test
  void anErrorWhileReadingEndsTheRunInsteadOfHangingIt() throws Exception {
    FakeScorer scorer =
        new FakeScorer(
            request -> {
              throw new OutOfMemoryError("no heap");
            });
    Cli.Outcome outcome =
        new Cli().withScorer(scorer).run("batch", pairs(3).toString(), "-m", "m.gguf");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: internal error: java.lang.OutOfMemoryError: no heap; 0 pairs are written to"
                + " standard output\n");
  }
}
