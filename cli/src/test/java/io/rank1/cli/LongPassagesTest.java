package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long passages, of which few are held at once. */
@Timeout(60)
class LongPassagesTest {

  private static final int PAIRS = 24;
  private static final int LENGTH = 1 << 20;

  @TempDir Path dir;

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** Judges no pair before so many are there, and a while has passed in which more could come. */
  private FakeScorer waitingFor(int pairs) {
    CompletableFuture<Void> begin = new CompletableFuture<>();
    return new FakeScorer(
        request -> {
          int now = inside.incrementAndGet();
          most.accumulateAndGet(now, Math::max);
          if (now == pairs) {
            begin.completeOnTimeout(null, 200, TimeUnit.MILLISECONDS);
          }
          return begin.thenApplyAsync(
              nothing -> {
                inside.decrementAndGet();
                return FakeScorer.judge(request);
              });
        });
  }

  private Path table(int length) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < PAIRS; i++) {
      lines.append("q\td").append(i).append("\ta\t").append("b".repeat(length)).append(i + "\n");
    }
    return Files.writeString(dir.resolve("pairs.tsv"), lines, StandardCharsets.US_ASCII);
  }

  @Test
  void fewAreAheadOfAStream() throws Exception {
    Cli.Outcome outcome =
        new Cli().withScorer(waitingFor(7)).run("batch", table(LENGTH), "--quiet");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).hasLineCount(PAIRS);
    assertThat(most.get()).isEqualTo(7);
  }

  @Test
  void fewAreAheadOfAJob() throws Exception {
    Path scores = dir.resolve("scores.tsv");
    Cli.Outcome outcome =
        new Cli().withScorer(waitingFor(7)).run("batch", table(LENGTH), "-o", scores, "--quiet");
    assertThat(outcome).isEqualTo(new Cli.Outcome(0, "", ""));
    assertThat(scores).content().hasLineCount(PAIRS);
    assertThat(most.get()).isEqualTo(7);
  }

  @Test
  void manyShortOnesAre() throws Exception {
    Cli cli = new Cli().withScorer(waitingFor(PAIRS));
    assertThat(cli.run("batch", table(10), "--quiet").code()).isZero();
    assertThat(most.get()).isEqualTo(PAIRS);
  }
}
