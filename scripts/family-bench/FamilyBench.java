import io.rank1.core.RankRequest;
import io.rank1.core.RerankerOptions;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.listwise.ListRanking;
import io.rank1.core.listwise.ListRequest;
import io.rank1.core.profile.ListProfileMethod;
import io.rank1.core.profile.Profile;
import io.rank1.core.profile.ProfileMethod;
import io.rank1.core.profile.Profiles;
import io.rank1.llama.LlamaListReranker;
import io.rank1.llama.LlamaOptions;
import io.rank1.llama.LlamaReranker;
import io.rank1.llama.LlamaRuntime;
import io.rank1.llama.runtime.RuntimeChoice;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** See {@code run} beside this file. */
class FamilyBench {

  private static final String WORDS =
      "river stone market winter letter garden engine island paper window copper signal harvest"
          + " mountain glacier bridge candle morning number story captain forest sugar velvet";

  private final Map<String, String> options = new LinkedHashMap<>();
  private final LlamaRuntime runtime;
  private final Path model;
  private final String query;
  private final List<String> passages;

  private FamilyBench(String[] arguments) {
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    model = Path.of(options.get("--model"));
    runtime = RuntimeChoice.ofThisUser().choose(options.getOrDefault("--runtime", "auto")).load();
    Random random = new Random(0);
    query = words(random, 12);
    passages =
        IntStream.range(0, number("--candidates", 100))
            .mapToObj(i -> words(random, number("--passage-words", 120)))
            .toList();
  }

  public static void main(String[] arguments) throws Exception {
    new FamilyBench(arguments).run();
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
  }

  private static String words(Random random, int count) {
    String[] words = WORDS.split(" ");
    return random
        .ints(count, 0, words.length)
        .mapToObj(i -> words[i])
        .collect(Collectors.joining(" "));
  }

  private void run() throws Exception {
    System.out.printf("%d candidates; %s on %s%n", passages.size(), model, runtime.description());
    System.out.println("| profile | method | calls | seconds | prompt tokens | shared | decoded |");
    System.out.println("|---|---|---|---|---|---|---|");
    String names =
        options.getOrDefault(
            "--profiles", "mxbai-rerank-base-v2,first-qwen3,rankgpt-chatml,setwise-chatml,rank1");
    for (String name : names.split(",")) {
      Profile profile = Profiles.find(name).orElseThrow();
      if (profile.method().isOfPairs()) {
        pairs(profile);
      } else {
        lists(profile);
      }
    }
  }

  private LlamaOptions llama(int context, int parallel) {
    return LlamaOptions.AUTO
        .withContext(context)
        .withParallel(parallel)
        .withThreads(number("--threads", 0));
  }

  private void pairs(Profile profile) throws InterruptedException {
    int budget = number("--think-tokens", 200);
    try (LlamaReranker ours =
        LlamaReranker.builder(model)
            .runtime(runtime)
            .llama(llama(1024, number("--parallel", 8)))
            .options(RerankerOptions.builder().maxThinkTokens(budget).build())
            .method(ProfileMethod.of(profile))
            .open()) {
      long start = System.nanoTime();
      ours.rank(RankRequest.builder(query).passages(passages).build());
      report(profile, passages.size(), start, ours.stats());
    }
  }

  private void lists(Profile profile) throws InterruptedException {
    try (LlamaListReranker ours =
        LlamaListReranker.builder(model)
            .runtime(runtime)
            .llama(llama(number("--ctx", 8192), 2))
            .method(ListProfileMethod.of(profile))
            .open()) {
      ListRequest.Builder request = ListRequest.builder(query);
      for (int i = 0; i < passages.size(); i++) {
        request.candidate("d" + i, passages.get(i));
      }
      long start = System.nanoTime();
      ListRanking ranking = ours.rank(request.build());
      report(profile, ranking.order().calls().size(), start, ours.stats());
    }
  }

  private static void report(Profile profile, int calls, long start, EngineStats stats) {
    System.out.printf(
        Locale.ROOT,
        "| `%s` | %s | %d | %.1f | %d | %d | %d |%n",
        profile.name(),
        profile.method().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        calls,
        (System.nanoTime() - start) / 1e9,
        stats.work().prefilledTokens(),
        stats.work().sharedTokens(),
        stats.work().decodedTokens());
  }
}
