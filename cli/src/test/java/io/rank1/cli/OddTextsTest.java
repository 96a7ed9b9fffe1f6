package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.output.JsonLines;
import io.rank1.cli.output.StandardStream;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that no one would write, from a corpus to everything that shows them. */
class OddTextsTest {

  private static final List<String> PIECES =
      List.of(
          "\u0001\u0002\u0003",
          "\u001b[2J\u001b]0;title\u0007",
          "\u009b31m\u0085\u007f",
          " ".repeat(4_500),
          "\n".repeat(5_000),
          "\r\n\t\u000b\f\u2028\u2029",
          "\u202e\u2066\u200f\u061c",
          "\u202e".repeat(4_100),
          "\u00a0\u3000\u2007\ufeff\u200b\u200d",
          "e" + "\u0301".repeat(300),
          "日本語テキスト",
          "😀👩\u200d👩\u200d👧",
          "x" + "😀".repeat(2_100),
          "A".repeat(5_000),
          "</script><!--{{rankings}} $1 \\ \" ' &amp;",
          "\uffff\ue000\ufffd\0",
          "plain words");
  private static final String OWN_COLOURS = "\u001b\\[(0|1|2|31|32|33)m";
  private static final int PASSAGES = 12;

  @TempDir Path dir;

  private static String odd(Random random) {
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static RerankResult oddly(RerankRequest request, Random random) {
    if (random.nextInt(6) == 0) {
      return RerankResult.without(
          FinishReason.FAILED, "broke: " + odd(random), request.passage().length());
    }
    RerankResult usual = FakeScorer.judge(request);
    return new RerankResult(
        usual.finish(),
        usual.score(),
        usual.failure(),
        odd(random),
        usual.tokens(),
        usual.truncation(),
        usual.timings());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private static String field(String name, String id, String text) {
    return JsonLines.object(
            json -> {
              json.writeStringProperty("_id", id);
              json.writeStringProperty(name, text);
            })
        + "\n";
  }

  /** The output of {@code rerank} for two queries. */
  private Path results(Random random) throws IOException {
    StringBuilder corpus = new StringBuilder();
    StringBuilder run = new StringBuilder();
    for (int i = 1; i <= PASSAGES; i++) {
      String passage = i <= PIECES.size() && random.nextBoolean() ? PIECES.get(i) : odd(random);
      corpus.append(field("text", "d" + i, passage));
      run.append(
          String.format(Locale.ROOT, "1 Q0 d%d %d %d x\n2 Q0 d%d %d %d x\n", i, i, -i, i, i, -i));
    }
    String topics = field("text", "1", odd(random) + "q") + field("text", "2", odd(random) + "q");
    Path out = dir.resolve("new.jsonl");
    FakeScorer scorer =
        new FakeScorer(request -> CompletableFuture.completedFuture(oddly(request, random)));
    Cli.Outcome outcome =
        new Cli()
            .withScorer(scorer)
            .run(
                "rerank",
                "--run",
                write("run", run.toString()),
                "--topics",
                write("topics.jsonl", topics),
                "--corpus",
                write("corpus.jsonl", corpus.toString()),
                "-o",
                out,
                "-o",
                dir.resolve("new.tsv"),
                "--overwrite");
    assertThat(outcome.code()).as(outcome.err()).isIn(0, 3);
    assertPlain(outcome.err());
    return out;
  }

  /** Whether nothing steers a terminal. */
  private static void assertPlain(String text) {
    assertThat(text.codePoints().filter(c -> c != '\n' && PlainText.steers(c)).boxed()).isEmpty();
  }

  private static String shown(Cli cli, Object... args) {
    Cli.Outcome outcome = cli.run(args);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    String text = outcome.out().replaceAll(OWN_COLOURS, "");
    assertPlain(text);
    return text;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void viewShowsWhatRerankWrote(long seed) throws Exception {
    Path file = results(new Random(seed));
    for (Cli cli : List.of(new Cli(), new Cli().onTerminals(StandardStream.OUT))) {
      shown(cli, "view", file);
      String ranking = shown(cli, "view", file, "--qid", 2);
      for (int i = 1; i <= PASSAGES; i++) {
        assertThat(ranking.lines().filter(Pattern.compile("  d" + i + "( |$)").asPredicate()))
            .hasSize(1);
        shown(cli, "view", file, "--qid", 2, "--docid", "d" + i);
      }
    }
    assertThat(shown(new Cli(), "view", file, "--html", dir.resolve("page.html"))).isEmpty();
    assertPlain(
        Files.readString(dir.resolve("page.html")).replaceAll("(?s)<script type.*?</script>", ""));
    assertThat(Files.readAllLines(file)).hasSize(2 * PASSAGES);
    assertPlain(Files.readString(file)); // escaped, which changes no value
  }

  @Test
  void viewShowsPassagesBehindBlanksAndOfControlCharacters() throws Exception {
    Path file =
        write(
            "r.jsonl",
            line("behind", " ".repeat(4_500) + "text")
                + line("below", "\n".repeat(5_000) + "text")
                + line("control", "\u0001\u0002")
                + line("turned", "\u202e".repeat(4_500) + "text")
                + line("nothing", "\u202e\n \u2069")
                + line("half", "x" + "😀".repeat(2_500)));
    assertThat(shown(new Cli(), "view", file, "--qid", "q", "--limit", 5))
        .isEqualTo(
            String.format(
                Locale.ROOT,
                """
            q
            which?
            6 passages: 6 scored, 6 true

               1  0.7311  true   behind  not reranked
                  text

               2  0.7311  true   below  not reranked
                  text

               3  0.7311  true   control  not reranked
                  ??

               4  0.7311  true   half  not reranked
                  x%s
                  %s
                  %s…

               5  0.7311  true   nothing  not reranked
                  (empty passage)

            1 more passage; --limit shows them
            """,
                "😀".repeat(46),
                "😀".repeat(47),
                "😀".repeat(46)));
    assertThat(shown(new Cli(), "view", file, "--qid", "q", "--docid", "turned"))
        .endsWith("turned  not reranked\n      text\n");
    assertThat(shown(new Cli(), "view", file, "--qid", "q", "--docid", "nothing"))
        .endsWith("nothing  not reranked\n      (empty passage)\n");
  }

  private static String line(String docid, String passage) {
    return JsonLines.object(
            json -> {
              json.writeStringProperty("qid", "q");
              json.writeStringProperty("docid", docid);
              json.writeStringProperty("query", "\n".repeat(99) + "which?");
              json.writeStringProperty("passage", passage);
              json.writeNumberProperty("logit_true", 1);
              json.writeNumberProperty("logit_false", 0);
            })
        + "\n";
  }

  /** As a file that wants to be obeyed has them: in ids, texts and words that are refused. */
  @Test
  void nothingOfAFileSteersATerminal() throws Exception {
    String steer = "\u001b[31m\u009b1m\u202e";
    Path run = write("run", "1%s Q0 d%s1 1 2 x\n1%s Q0 d2 2 1 x\n".replace("%s", steer));
    Path qrels = write("qrels", "1%s 0 d2 1\n2 0 d2 1\n".replace("%s", steer));
    Path topics = write("topics.tsv", "1%s\tdog\n".replace("%s", steer));
    Path corpus = write("corpus.jsonl", field("text", "d2", "a dog" + steer));
    Path pairs = write("pairs.tsv", "q%s\td%s\tdog\tdog %s\n".replace("%s", steer));
    Path bad = write("bad.run", "1 Q0 d2 x%s x%s x\n".replace("%s", steer));
    String shown = "?[31m?1m?";
    Cli cli = new Cli().onTerminals(StandardStream.OUT, StandardStream.ERR);

    assertThat(plain(cli.run("eval", qrels, run, "--by-query"))).contains("1" + shown + " ");
    assertThat(plain(new Cli().run("eval", qrels, run, "--json")))
        .contains("{\"1\\u001B[31m\\u009B1m\\u202E\":{");
    assertThat(plain(cli.run("eval", qrels, bad))).contains("x" + shown);
    assertThat(plain(rerank(cli, run, topics, corpus))).contains("d" + shown + "1");
    assertThat(plain(rerank(cli, bad, topics, corpus))).contains("x" + shown);
    assertThat(plain(new Cli().onTerminals(StandardStream.OUT).run("batch", pairs)))
        .startsWith("q" + shown + "\td" + shown + "\t");
    assertThat(plain(new Cli().run("batch", pairs, "--format", "jsonl")))
        .startsWith("{\"qid\":\"q\\u001B[31m\\u009B1m\\u202E\",");
    assertThat(new Cli().run("batch", pairs).out()).startsWith("q" + steer + "\td" + steer + "\t");
    assertThat(plain(new Cli().run("score", "-q", "dog", "-p", "a dog" + steer, "--json")))
        .contains("\"passage\":\"a dog\\u001B[31m\\u009B1m\\u202E\"");
    assertThat(plain(cli.run("view", dir.resolve("no" + steer)))).contains("no" + shown);
    assertThat(plain(cli.run("--verbose" + steer))).contains("--verbose" + shown);
  }

  private Cli.Outcome rerank(Cli cli, Path run, Path topics, Path corpus) {
    return cli.run(
        "rerank", "--run", run, "--topics", topics, "--corpus", corpus, "-o", dir.resolve("o.run"));
  }

  private static String plain(Cli.Outcome outcome) {
    String all = outcome.out() + outcome.err();
    assertPlain(all.replace("\t", "").replaceAll("\r?\u001b\\[(K|\\?7[lh])", ""));
    return all;
  }
}
