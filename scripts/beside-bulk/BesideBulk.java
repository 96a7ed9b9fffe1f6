import io.rank1.core.Reranker;
import io.rank1.core.RerankerOptions;
import io.rank1.core.pair.Priority;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.llama.LlamaOptions;
import io.rank1.llama.LlamaReranker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Measures how long a call of priority INTERACTIVE waits beside 10,000 pairs of priority BULK:
 * {@code java -cp cli/target/rank1.jar scripts/beside-bulk/BesideBulk.java MODEL.gguf SLOTS}.
 */
class BesideBulk {

  private static final int BULK = 10_000;
  private static final int CALLS = 10;
  private static final String PASSAGE =
      "Colton is a town in St. Lawrence County, New York. ".repeat(12);

  public static void main(String[] arguments) throws InterruptedException {
    RerankerOptions options =
        RerankerOptions.builder().maxQueued(2 * BULK).maxThinkTokens(300).build();
    LlamaOptions llama =
        LlamaOptions.AUTO
            .withParallel(Integer.parseInt(arguments[1]))
            .withContext(1024)
            .withThreads(1);
    Path model = Path.of(arguments[0]);
    try (Reranker reranker = LlamaReranker.builder(model).llama(llama).options(options).open()) {
      List<RerankResult> alone = calls(reranker);
      List<CompletableFuture<RerankResult>> bulk = new ArrayList<>();
      for (int i = 0; i < BULK; i++) {
        bulk.add(reranker.submit(request("bulk county river lake " + i, Priority.BULK)));
      }
      bulk.get(0).join();
      List<RerankResult> beside = calls(reranker);
      List<RerankResult> done =
          bulk.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
      print("a bulk pair runs", done.stream().map(r -> r.timings()).map(t -> t.total().minus(t.queued())));
      print("a call waits for its slot", beside.stream().map(r -> r.timings().queued()));
      print("a call takes in all", beside.stream().map(r -> r.timings().total()));
      print("a call takes alone", alone.stream().map(r -> r.timings().total()));
    }
  }

  private static List<RerankResult> calls(Reranker reranker) throws InterruptedException {
    List<RerankResult> results = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      results.add(reranker.score(request("colton county " + i, Priority.INTERACTIVE)));
    }
    return results;
  }

  private static RerankRequest request(String query, Priority priority) {
    return RerankRequest.builder(query, PASSAGE).priority(priority).build();
  }

  private static void print(String what, java.util.stream.Stream<Duration> durations) {
    double[] ms = durations.mapToDouble(d -> d.toNanos() / 1e6).sorted().toArray();
    System.out.printf(
        Locale.ROOT, "%s: median %.0f ms, most %.0f ms%n", what, ms[ms.length / 2], ms[ms.length - 1]);
  }
}
