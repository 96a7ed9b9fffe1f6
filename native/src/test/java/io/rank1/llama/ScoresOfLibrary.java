package io.rank1.llama;

import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Scores the same made-up pairs on any library; as a process, on the embedded one. */
final class ScoresOfLibrary {

  static final int PAIRS = 200;

  private static final List<String> WORDS =
      List.of("the", "query", "passage", "so", "go", "水", "loop");

  private ScoresOfLibrary() {}

  /** Prints the two logits of each pair on the embedded library, a pair a line. */
  public static void main(String[] args) {
    for (Score read : of(LlamaRuntime.embedded(), Path.of(args[0]))) {
      AnswerLogits score = (AnswerLogits) read;
      System.out.println(score.logitTrue() + " " + score.logitFalse());
    }
  }

  static List<Score> of(LlamaRuntime runtime, Path model) {
    LlamaOptions exact =
        LlamaOptions.AUTO
            .withContext(512)
            .withParallel(6)
            .withThreads(Fixtures.THREADS)
            .withCacheType(CacheType.F32)
            .withFlashAttention(FlashAttention.OFF);
    RerankerOptions brief = RerankerOptions.builder().maxThinkTokens(24).build();
    try (LlamaReranker llama =
        LlamaReranker.builder(model).runtime(runtime).llama(exact).options(brief).open()) {
      List<CompletableFuture<RerankResult>> futures =
          IntStream.range(0, PAIRS).mapToObj(i -> llama.submit(pair(i))).toList();
      return futures.stream().map(future -> future.join().requireScore()).toList();
    }
  }

  private static RerankRequest pair(int seed) {
    Random random = new Random(seed);
    return new RerankRequest(text(random, 1 + random.nextInt(8)), text(random, random.nextInt(40)));
  }

  private static String text(Random random, int words) {
    return String.join(" ", random.ints(words, 0, WORDS.size()).mapToObj(WORDS::get).toList());
  }
}
