package io.rank1.llama;

import io.rank1.core.RankedPassage;
import io.rank1.core.Reranker;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** The example of README.md, which shows the text between the two marks. */
final class ReadmeExample {

  private ReadmeExample() {}

  static void run(Path model, Iterator<RerankRequest> manyPairs, PrintStream out) {
    // README begin
    try (LlamaReranker llama = LlamaReranker.open(model)) {
      Reranker reranker = llama.reranker();

      RerankResult result = reranker.score("capital of France", "Paris is its capital.");
      out.println(result.requireScore().probability() + " because " + result.reasoning());

      List<RankedPassage> ranking = reranker.rank("colton county", List.of("Lyon", "Colton"));
      out.println("best passage: " + ranking.get(0).index());

      reranker
          .submit(new RerankRequest("query", "passage")) // a CompletableFuture
          .thenAccept(r -> out.println(r.finish() + " after " + r.tokens().completion()));

      reranker.stream(manyPairs) // any number of pairs, in order, in bounded memory
          .forEach(r -> out.println(r.score().map(s -> "" + s.label()).orElse("no score")));
    }
    // README end
  }
}
