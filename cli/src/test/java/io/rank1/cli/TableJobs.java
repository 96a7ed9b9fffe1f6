package io.rank1.cli;

import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on tables of pairs in a folder of a test's own. */
abstract class TableJobs {

  @TempDir Path dir;

  Path table(int from, int to) throws IOException {
    return Files.writeString(
        dir.resolve("pairs.tsv"),
        IntStream.range(from, to)
            .mapToObj(i -> "q" + i % 7 + "\td" + i + "\tquery\tpassage " + i + "\n")
            .collect(Collectors.joining()));
  }

  Path out() {
    return dir.resolve("out.tsv");
  }

  Path journal() {
    return dir.resolve("out.tsv.journal");
  }

  Cli.Outcome batch(FakeScorer scorer, Object... more) {
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

  static CompletableFuture<RerankResult> judged(RerankRequest request) {
    return CompletableFuture.completedFuture(FakeScorer.judge(request));
  }
}
