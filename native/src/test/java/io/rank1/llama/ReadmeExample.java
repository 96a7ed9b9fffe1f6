package io.rank1.llama;

import io.rank1.core.PairOutcome;
import io.rank1.core.RankRequest;
import io.rank1.core.Ranking;
import io.rank1.core.Reranker;
import io.rank1.core.Reranker.ResultOrder;
import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

/** The example of README.md, which shows the text between the two marks. */
final class ReadmeExample {

  private ReadmeExample() {}

  static void run(Path model, Iterator<RerankRequest> manyPairs, PrintStream out)
      throws InterruptedException {
    // README begin
    RerankerOptions options = RerankerOptions.builder().maxThinkTokens(512).maxQueued(1000).build();
    try (Reranker reranker = LlamaReranker.builder(model).options(options).open()) {

      RerankResult result = reranker.score("capital of France", "Paris is its capital.");
      out.println(result.requireScore().probability() + " because " + result.reasoning());

      RankRequest county =
          RankRequest.builder("colton county")
              .passage("doc-1", "Lyon")
              .passage("doc-2", "Colton")
              .topN(1)
              .deadline(Duration.ofSeconds(30)) // then answers are forced from what there is
              .build();
      Ranking ranking = reranker.rank(county); // throws when the engine stops
      ranking.failed().forEach(f -> out.println(f.id() + " has no score: " + f.failure()));
      out.println("best passage: " + ranking.passages().get(0).id());

      reranker
          .submit(new RerankRequest("query", "passage")) // a CompletableFuture
          .thenAccept(r -> out.println(r.finish() + " after " + r.tokens().completion()));

      try (Stream<PairOutcome> outcomes = // any number of pairs, in bounded memory
          reranker.stream(manyPairs, ResultOrder.AS_REQUESTED)) {
        outcomes.forEach(o -> out.println(o.require().requireScore().label()));
      }
      reranker.shutdown(Duration.ofMinutes(1)); // finishes what was submitted
    }
    // README end
  }
}
