import io.rank1.core.RankRequest;
import io.rank1.core.Reranker;
import io.rank1.core.RerankerOptions;
import io.rank1.core.cascade.CascadeReranker;
import io.rank1.core.cascade.CascadeRule;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Thinking;
import io.rank1.core.pair.Thinking.EarlyExit;
import io.rank1.llama.LlamaOptions;
import io.rank1.llama.LlamaReranker;
import io.rank1.llama.runtime.RuntimeChoice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** See {@code run} beside this file. */
class PeerBench {

  /** One way to score the pairs of a query. */
  interface Side extends AutoCloseable {
    void score(List<RerankRequest> pairs) throws Exception;

    @Override
    default void close() throws Exception {}
  }

  private static final String WORDS =
      "river stone market winter letter garden engine island paper window copper signal harvest"
          + " mountain glacier bridge candle morning number story captain forest sugar velvet";

  private final Map<String, String> options = new LinkedHashMap<>();
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final int thinkTokens;
  private final int parallel;

  private PeerBench(String[] arguments) {
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    thinkTokens = number("--think-tokens", 200);
    parallel = number("--parallel", 8);
  }

  public static void main(String[] arguments) throws Exception {
    new PeerBench(arguments).run(System.out);
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
  }

  private String need(String name) {
    if (!options.containsKey(name)) {
      throw new IllegalArgumentException(name + " is missing; see the head of scripts/peer-bench/run");
    }
    return options.get(name);
  }

  private void run(PrintStream out) throws Exception {
    int candidates = number("--candidates", 100);
    int rounds = number("--rounds", 3);
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    Path model = Path.of(need("--model"));
    try (LlamaReranker ours = open(model)) {
      addOurs(ours);
      addPeers(model);
      out.printf(
          "%d candidates of one query, chains of %d tokens, %d at once, %d rounds; %s on %s%n",
          candidates, thinkTokens, parallel, rounds, ours.modelName(), ours.runtime());
      for (int round = 0; round < rounds; round++) {
        List<RerankRequest> pairs = pairs(candidates, round);
        for (Map.Entry<String, Side> side : sides.entrySet()) {
          EngineStats before = ours.stats();
          long start = System.nanoTime();
          side.getValue().score(pairs);
          double took = (System.nanoTime() - start) / 1e9;
          seconds.computeIfAbsent(side.getKey(), unused -> new ArrayList<>()).add(took);
          out.printf(
              Locale.ROOT,
              "round %d  %-9s %8.2f s  %6.3f pairs/s%s%n",
              round + 1,
              side.getKey(),
              took,
              candidates / took,
              inModel(before, ours.stats(), took));
        }
      }
      report(out, seconds, candidates);
    } finally {
      for (Side side : sides.values()) {
        side.close();
      }
    }
  }

  private static String inModel(EngineStats before, EngineStats after, double took) {
    double inModel = (after.work().deviceNanos() - before.work().deviceNanos()) / 1e9;
    return inModel == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "  llama_decode %.2f %%, %d + %d tokens, %d shared",
            100 * inModel / took,
            after.work().prefilledTokens() - before.work().prefilledTokens(),
            after.work().decodedTokens() - before.work().decodedTokens(),
            after.work().sharedTokens() - before.work().sharedTokens());
  }

  private void report(PrintStream out, Map<String, List<Double>> seconds, int candidates) {
    out.println();
    out.println("| side | pairs/s, median | range | of 'full' |");
    out.println("|---|---|---|---|");
    double full = candidates / median(seconds.getOrDefault("full", List.of(Double.NaN)));
    seconds.forEach(
        (name, times) -> {
          double rate = candidates / median(times);
          out.printf(
              Locale.ROOT,
              "| %s | %.3f | %.3f to %.3f | %.2f |%n",
              name,
              rate,
              candidates / times.stream().max(Comparator.naturalOrder()).orElseThrow(),
              candidates / times.stream().min(Comparator.naturalOrder()).orElseThrow(),
              rate / full);
        });
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private LlamaReranker open(Path model) {
    LlamaOptions llama =
        LlamaOptions.AUTO
            .withParallel(parallel)
            .withContext(number("--ctx", 1024))
            .withThreads(number("--threads", 0));
    RerankerOptions reranker =
        RerankerOptions.builder().maxThinkTokens(thinkTokens).maxQueued(100_000).build();
    return LlamaReranker.builder(model)
        .runtime(RuntimeChoice.ofThisUser().choose(options.getOrDefault("--runtime", "auto")).load())
        .llama(llama)
        .options(reranker)
        .open();
  }

  private boolean isWanted(String side) {
    String wanted = options.get("--sides");
    return wanted == null || Arrays.asList(wanted.split(",")).contains(side);
  }

  private void addOurs(Reranker ours) {
    Thinking full = Thinking.upTo(thinkTokens);
    if (isWanted("full")) {
      sides.put("full", pairs -> all(ours, pairs, full));
    }
    if (isWanted("direct")) {
      sides.put("direct", pairs -> all(ours, pairs, Thinking.DIRECT));
    }
    if (isWanted("exit")) {
      EarlyExit exit = new EarlyExit(1e-9, 2, EarlyExit.EVERY_TOKENS); // looks, and never exits
      sides.put("exit", pairs -> all(ours, pairs, full.withEarlyExit(exit)));
    }
    if (isWanted("cascade")) {
      sides.put("cascade", pairs -> cascade(ours, pairs, number("--top", 20)));
    }
  }

  private static void cascade(Reranker ours, List<RerankRequest> pairs, int top)
      throws InterruptedException {
    List<String> passages = pairs.stream().map(RerankRequest::passage).toList();
    new CascadeReranker(ours, CascadeRule.top(top))
        .rank(RankRequest.builder(pairs.get(0).query()).passages(passages).build());
  }

  private static List<RerankResult> all(
      Reranker ours, List<RerankRequest> pairs, Thinking thinking) {
    List<CompletableFuture<RerankResult>> futures =
        pairs.stream()
            .map(
                pair ->
                    RerankRequest.builder(pair.query(), pair.passage()).thinking(thinking).build())
            .map(ours::submit)
            .toList();
    return futures.stream().map(CompletableFuture::join).toList();
  }

  private void addPeers(Path model) throws Exception {
    if (options.containsKey("--server") && isWanted("server")) {
      sides.put("server", new Server(Path.of(options.get("--server")), model));
    }
    if (options.containsKey("--bindings") && isWanted("bindings")) {
      sides.put("bindings", new Bindings(Path.of(options.get("--bindings")), model));
    }
  }

  /** Passages of one query, other ones in each round. */
  private List<RerankRequest> pairs(int count, int round) {
    Random random = new Random(round);
    String query = words(random, 40);
    List<RerankRequest> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(new RerankRequest(query, words(random, number("--passage-words", 180))));
    }
    return pairs;
  }

  private static String words(Random random, int count) {
    String[] words = WORDS.split(" ");
    return random.ints(count, 0, words.length).mapToObj(i -> words[i]).collect(Collectors.joining(" "));
  }

  private static String prompt(RerankRequest pair) {
    return ProfileMethod.rank1().prompt(pair).text();
  }

  /** What the reference code runs when a chain has not ended by itself. */
  private static String forced(RerankRequest pair, String chain) {
    return prompt(pair) + "\n" + chain.strip() + "\n</think>";
  }

  private static String json(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** llama-server's completion endpoint, with as many requests at once as it has slots. */
  private final class Server implements Side {

    private final Process process;
    private final URI completion;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger refused = new AtomicInteger();

    Server(Path program, Path model) throws Exception {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      List<String> command =
          new ArrayList<>(
              List.of(
                  program.toString(), "-m", model.toString(), "--host", "127.0.0.1",
                  "--port", String.valueOf(port), "-np", String.valueOf(parallel),
                  "-c", String.valueOf(parallel * number("--ctx", 1024)),
                  "-t", String.valueOf(number("--threads", 2)), "-b", "512", "-ub", "512"));
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Files.createTempFile("llama-server", ".log").toFile())
              .start();
      completion = URI.create("http://127.0.0.1:" + port + "/completion");
      URI health = URI.create("http://127.0.0.1:" + port + "/health");
      for (int second = 0; status(health) != 200; second++) {
        if (second == 120 || !process.isAlive()) {
          process.destroy();
          throw new IOException(program + " does not come up");
        }
        Thread.sleep(1000);
      }
    }

    private int status(URI uri) throws InterruptedException {
      try {
        return client
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
            .statusCode();
      } catch (IOException e) {
        return 0; // not up yet
      }
    }

    @Override
    public void score(List<RerankRequest> pairs) throws Exception {
      ExecutorService clients = Executors.newFixedThreadPool(parallel);
      try {
        List<CompletableFuture<Void>> all =
            pairs.stream().map(pair -> CompletableFuture.runAsync(() -> one(pair), clients)).toList();
        all.forEach(CompletableFuture::join);
      } finally {
        clients.shutdown();
      }
    }

    private void one(RerankRequest pair) {
      String chain = thinkTokens == 0 ? "" : complete(prompt(pair), thinkTokens);
      complete(forced(pair, chain), 1);
    }

    private String complete(String prompt, int tokens) {
      String body =
          "{\"prompt\":" + json(prompt) + ",\"n_predict\":" + tokens
              + ",\"temperature\":0,\"ignore_eos\":true,\"cache_prompt\":true"
              + (tokens == 1 ? ",\"n_probs\":20}" : "}");
      HttpRequest request =
          HttpRequest.newBuilder(completion)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) { // random weights write what is no UTF-8
          refused.incrementAndGet();
          return "";
        }
        return content(answer.body());
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The generated text is only sent back, as it stands in the answer. */
    private static String content(String body) {
      int from = body.indexOf("\"content\":\"") + "\"content\":\"".length();
      int to = from;
      while (body.charAt(to) != '"') {
        to += body.charAt(to) == '\\' ? 2 : 1;
      }
      return body.substring(from, to).replaceAll("\\\\.", " ");
    }

    @Override
    public void close() {
      if (refused.get() > 0) {
        System.out.println(refused.get() + " requests were not answered by the server");
      }
      process.destroy();
    }
  }

  /** de.kherud's LlamaModel as its own examples use it: one completion after the other. */
  private final class Bindings implements Side {

    private final Process process;
    private final PrintStream to;
    private final BufferedReader from;

    Bindings(Path jar, Path model) throws IOException {
      Path source = Files.createTempDirectory("peer").resolve("Bindings.java");
      Files.writeString(source, PROGRAM);
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  jar.toString(),
                  source.toString(),
                  model.toString(),
                  String.valueOf(number("--ctx", 1024)),
                  String.valueOf(number("--threads", 2)),
                  String.valueOf(thinkTokens))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
      from =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      expect("ready");
    }

    private void expect(String word) throws IOException {
      for (String line = from.readLine(); !word.equals(line); line = from.readLine()) {
        if (line == null) {
          throw new IOException("the bindings ended");
        }
      }
    }

    @Override
    public void score(List<RerankRequest> pairs) throws IOException {
      for (RerankRequest pair : pairs) {
        to.println(prompt(pair).replace("\n", "\\n"));
        expect("done");
      }
    }

    @Override
    public void close() {
      process.destroy();
    }

    private static final String PROGRAM =
        """
        import de.kherud.llama.*;
        import java.util.Scanner;

        class Bindings {
          public static void main(String[] a) {
            ModelParameters parameters =
                new ModelParameters()
                    .setModel(a[0])
                    .setCtxSize(Integer.parseInt(a[1]))
                    .setThreads(Integer.parseInt(a[2]));
            int tokens = Integer.parseInt(a[3]);
            try (LlamaModel model = new LlamaModel(parameters); Scanner in = new Scanner(System.in)) {
              System.out.println("ready");
              while (in.hasNextLine()) {
                String prompt = in.nextLine().replace("\\\\n", "\\n");
                String chain = tokens == 0 ? "" : complete(model, prompt, tokens);
                complete(model, prompt + "\\n" + chain.strip() + "\\n</think>", 1);
                System.out.println("done");
              }
            }
          }

          private static String complete(LlamaModel model, String prompt, int tokens) {
            return model.complete(
                new InferenceParameters(prompt)
                    .setNPredict(tokens)
                    .setTemperature(0)
                    .setIgnoreEos(true)
                    .setCachePrompt(true));
          }
        }
        """;
  }
}
