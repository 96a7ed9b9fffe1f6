package io.rank1.cli;

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
import org.junit.jupiter.api.io.TempDir;

/**
 * Reranking in two passes on a fake model. A passage "3 -5" has log odds of 3 without reasoning and
 * of -5 after it; "x" is a pass that fails.
 */
abstract class CascadeJobs {

  static final String[] OUTPUTS = {"new.run", "new.json", "new.tsv", "new.jsonl"};

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

  void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  static FakeScorer scorer(String name) {
    return new FakeScorer(name, request -> CompletableFuture.completedFuture(judge(request)));
  }

  static FakeScorer scorer() {
    return scorer("fake.gguf");
  }

  static RerankResult judge(RerankRequest request) {
    return judge(request, Thinking.upTo(1));
  }

  /**
   * @param otherwise how much is thought about pairs that do not say so
   */
  static RerankResult judge(RerankRequest request, Thinking otherwise) {
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

  Cli.Outcome rerank(Cli cli, Object... more) {
    List<Object> args = new ArrayList<>(List.of("rerank", "--run", dir.resolve("first.run")));
    args.addAll(List.of("--topics", dir.resolve("topics.tsv")));
    args.addAll(List.of("--corpus", dir.resolve("corpus.tsv")));
    args.addAll(List.of(more));
    if (!args.contains("--progress")) {
      args.addAll(List.of("--progress", "none"));
    }
    return cli.run(args.toArray());
  }

  Cli.Outcome rerankAll(FakeScorer scorer, Object... more) {
    List<Object> args = new ArrayList<>(List.of(more));
    for (String output : OUTPUTS) {
      args.addAll(List.of("-o", dir.resolve(output)));
    }
    args.add("--overwrite");
    return rerank(new Cli().withScorer(scorer), args.toArray());
  }

  List<String> outputs() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String output : OUTPUTS) {
      texts.add(Files.readString(dir.resolve(output)));
    }
    return texts;
  }

  String read(String name) throws IOException {
    return Files.readString(dir.resolve(name));
  }

  long results() throws IOException {
    try (Stream<String> lines = Files.lines(dir.resolve("new.run.journal"))) {
      return lines.filter(line -> line.startsWith("{\"key\"")).count();
    }
  }

  void writeMany() throws IOException {
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
}
