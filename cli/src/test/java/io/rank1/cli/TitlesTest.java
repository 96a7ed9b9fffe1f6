package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.Thinking;
import io.rank1.core.profile.ListProfileMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Titles of passages from the commands' inputs to the prompts, the journals and the results. */
class TitlesTest {

  private static final String TABLE = "a\tA-Z\tits text 1\nb\t\tno title 2\n";
  private static final String BEIR =
      """
      {"_id": "a", "title": "A-Z", "text": "its text 1"}
      {"_id": "b", "text": "no title 2"}
      """;
  private static final String PAIRS =
      """
      {"query": "q", "title": "A-Z", "passage": "its text 1"}
      {"query": "q", "passage": "no title 2"}
      """;

  @TempDir Path dir;

  private final List<String> prompts = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void writeInputs() throws IOException {
    write("topics.tsv", "1\tq\n");
    write("first.run", "1 Q0 a 1 9 bm25\n1 Q0 b 2 8 bm25\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  private String read(String name) throws IOException {
    return Files.readString(dir.resolve(name));
  }

  private Cli cli() {
    return new Cli()
        .withOpener(
            settings ->
                new FakeScorer(
                    request -> {
                      prompts.add(
                          settings.method().prompt(request, Thinking.DIRECT).segments().text());
                      return TableJobs.judged(request);
                    }))
        .withListOpener(
            settings ->
                new FakeListScorer(
                    settings,
                    (question, shown) -> {
                      ListProfileMethod method = settings.method();
                      prompts.add(method.prompt(question, shown, 1).body().text());
                      return FakeListScorer.byNumbers(question, shown);
                    },
                    Runnable::run));
  }

  private void rerank(String profile, String corpus) throws IOException {
    write("corpus", corpus);
    run(
        cli(),
        Stream.concat(
            Stream.of("rerank", "--run", dir.resolve("first.run"), "--topics"),
            Stream.of(
                dir.resolve("topics.tsv"),
                "--corpus",
                dir.resolve("corpus"),
                "--profile",
                profile,
                "--progress",
                "none",
                "-o",
                dir.resolve("new.jsonl"))));
  }

  private String run(Cli cli, Stream<Object> args) {
    Cli.Outcome outcome = cli.run(args.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {TABLE, BEIR})
  void aProfileOfPairsWithAPlaceForTitlesHasThemThere(String corpus) throws Exception {
    rerank("rankllama", corpus);
    assertThat(prompts)
        .containsExactlyInAnyOrder(
            "query:  q document:  A Z its text 1", "query:  q document:   no title 2");
    String texts = "\"query\":\"q\",\"title\":\"A-Z\",\"passage\":\"its text 1\",";
    assertThat(read("new.jsonl")).containsOnlyOnce("\"title\"").contains(texts);
    assertThat(read("new.jsonl.journal")).containsOnlyOnce("\"title\"").contains(texts);
    for (String file : List.of("new.jsonl", "new.jsonl.journal")) {
      assertThat(run(cli(), Stream.of("view", dir.resolve(file), "--qid", "1")))
          .contains("A-Z its text 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TABLE, BEIR})
  void aProfileOfListsWithAPlaceForTitlesHasThemThere(String corpus) throws Exception {
    rerank("rankzephyr", corpus);
    assertThat(prompts).hasSize(1);
    assertThat(prompts.get(0))
        .startsWith("[1] Title: A-Z Content: its text 1\n[2] no title 2\nSearch Query: q.");
    assertThat(read("new.jsonl"))
        .containsOnlyOnce("\"title\"")
        .contains("\"query\":\"q\",\"title\":\"A-Z\",\"passage\":\"its text 1\",");
  }

  /** What was scored when the corpus had joined texts is found again, and written the same. */
  @ParameterizedTest
  @ValueSource(strings = {TABLE, BEIR})
  void rank1ReadsTitlesBeforeTextsAndItsJournalStaysAsItIs(String corpus) throws Exception {
    rerank("rank1", "a\tA-Z its text 1\nb\tno title 2\n");
    List<String> before = List.copyOf(prompts);
    String journal = read("new.jsonl.journal");
    String results = read("new.jsonl");
    assertThat(results).contains("\"passage\":\"A-Z its text 1\"").doesNotContain("\"title\"");

    prompts.clear();
    rerank("rank1", corpus);
    assertThat(prompts).isEmpty();
    assertThat(read("new.jsonl.journal")).isEqualTo(journal);

    Files.delete(dir.resolve("new.jsonl.journal"));
    Files.delete(dir.resolve("new.jsonl"));
    rerank("rank1", corpus);
    assertThat(prompts).containsExactlyInAnyOrderElementsOf(before);
    assertThat(read("new.jsonl")).isEqualTo(results);
    assertThat(journal.lines().skip(1)) // the header has the moment
        .containsExactlyInAnyOrderElementsOf(read("new.jsonl.journal").lines().skip(1).toList());
  }

  @Test
  void batchReadsTitlesOfObjectsFromAStreamAndFromAFile() throws Exception {
    List<String> titled =
        List.of("query:  q document:  A Z its text 1", "query:  q document:   no title 2");
    String streamed =
        run(
            cli().withStdin(PAIRS),
            Stream.of("batch", "-", "--format", "jsonl", "--quiet", "--profile", "rankllama"));
    assertThat(prompts).containsExactlyInAnyOrderElementsOf(titled);
    assertThat(streamed)
        .containsOnlyOnce("\"title\"")
        .contains("\"query\":\"q\",\"title\":\"A-Z\",\"passage\":\"its text 1\",");

    prompts.clear();
    write("pairs.jsonl", PAIRS);
    batch("rankllama", "pairs.jsonl", "new.jsonl");
    assertThat(prompts).containsExactlyInAnyOrderElementsOf(titled);

    prompts.clear(); // results are pairs too
    batch("rankllama", "new.jsonl", "again.jsonl");
    assertThat(prompts).containsExactlyInAnyOrderElementsOf(titled);
  }

  @Test
  void batchPutsTitlesBeforePassagesForRank1() throws Exception {
    write("pairs.jsonl", PAIRS);
    batch("rank1", "pairs.jsonl", "new.jsonl");
    assertThat(prompts).filteredOn(prompt -> prompt.contains("A-Z its text 1")).hasSize(1);
    assertThat(read("new.jsonl"))
        .doesNotContain("\"title\"")
        .contains("\"query\":\"q\",\"passage\":\"A-Z its text 1\",");
  }

  private void batch(String profile, String pairs, String output) {
    run(
        cli(),
        Stream.of(
            "batch",
            dir.resolve(pairs),
            "--quiet",
            "--profile",
            profile,
            "-o",
            dir.resolve(output)));
  }

  @Test
  void scoreTellsTheTitleWhereTheProfileHasAPlaceForIt() {
    List<Object> pair = List.of("score", "-q", "q", "--title", "T", "-p", "p", "--json");
    assertThat(run(cli(), Stream.concat(pair.stream(), Stream.of("--profile", "rankllama"))))
        .contains("\"query\":\"q\",\"title\":\"T\",\"passage\":\"p\",");
    assertThat(run(cli(), Stream.concat(pair.stream(), Stream.of("--profile", "rank1"))))
        .contains("\"query\":\"q\",\"passage\":\"T p\",");
  }
}
