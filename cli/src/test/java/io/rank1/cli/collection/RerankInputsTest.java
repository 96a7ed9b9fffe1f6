package io.rank1.cli.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.cli.collection.corpus.CorpusFormat;
import io.rank1.cli.collection.corpus.CorpusSource;
import io.rank1.cli.collection.run.Candidate;
import io.rank1.cli.collection.run.RunFormat;
import io.rank1.cli.collection.run.RunSource;
import io.rank1.cli.collection.topics.TopicField;
import io.rank1.cli.collection.topics.TopicsFormat;
import io.rank1.cli.collection.topics.TopicsSource;
import io.rank1.cli.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerankInputsTest {

  @TempDir Path dir;
  private Path run;
  private Path topics;
  private List<Path> corpus;
  private Optional<Path> instructions = Optional.empty();
  private Optional<Path> excludedIds = Optional.empty();
  private int topK = 2;
  private MissingPolicy missing = MissingPolicy.ERROR;

  @BeforeEach
  void writeFiles() throws IOException {
    run =
        write(
            "a.run",
            """
            q2 Q0 b 1 3 x
            q2 Q0 a 2 2 x
            q2 Q0 c 3 1 x
            q1 Q0 c 1 9 x
            """);
    topics = write("topics.tsv", "q1\tone\nq2\ttwo\nq3\tthree\n");
    corpus = List.of(write("corpus.tsv", "a\tA\nb\tB\nc\tC\n"));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private RerankInputs read() throws InputException {
    return RerankInputs.read(
        new CollectionSettings(
            new RunSource(run, RunFormat.AUTO),
            new TopicsSource(topics, TopicsFormat.AUTO, List.of(TopicField.TITLE)),
            new CorpusSource(corpus, CorpusFormat.AUTO),
            instructions,
            excludedIds,
            topK,
            missing),
        dir);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessage(message);
  }

  @Test
  void dividesRankingsIntoHeadAndTail() throws Exception {
    try (RerankInputs inputs = read()) {
      assertThat(inputs.topics())
          .containsExactly(
              new TopicCandidates(
                  new Topic("q2", "two", ""),
                  List.of(new Candidate("b", 1, 3), new Candidate("a", 2, 2)),
                  List.of(new Candidate("c", 3, 1))),
              new TopicCandidates(
                  new Topic("q1", "one", ""), List.of(new Candidate("c", 1, 9)), List.of()));
      assertThat(inputs.documents().document("a").joined()).isEqualTo("A");
      assertThat(inputs.documents().size()).isEqualTo(3);
      assertThat(inputs.notices()).isEmpty();
    }
  }

  @Test
  void readsOnlyDocumentsOfHeads() throws Exception {
    topK = 1;
    corpus = List.of(write("corpus.tsv", "b\tB\nc\tC\na\tA\tnot looked at\n"));
    try (RerankInputs inputs = read()) {
      assertThat(inputs.documents().contains("a")).isFalse();
      assertThat(inputs.documents().size()).isEqualTo(2);
    }
  }

  @Test
  void joinsInstructions() throws Exception {
    instructions = Optional.of(write("instructions.tsv", "q2\tmust be new\nq9\tno\n"));
    try (RerankInputs inputs = read()) {
      assertThat(inputs.topics())
          .extracting(TopicCandidates::topic)
          .containsExactly(new Topic("q2", "two", "must be new"), new Topic("q1", "one", ""));
      assertThat(inputs.notices())
          .containsExactly(
              instructions.get() + ": no instruction for 1 of 2 queries (q1)",
              instructions.get() + ": instructions for queries that are not in the run: 1 (q9)");
    }
  }

  @Test
  void leavesOutExcludedDocuments() throws Exception {
    excludedIds = Optional.of(write("excluded.json", "{\"q2\": [\"b\", \"x\"], \"q1\": [\"c\"]}"));
    try (RerankInputs inputs = read()) {
      assertThat(inputs.topics())
          .containsExactly(
              new TopicCandidates(
                  new Topic("q2", "two", ""),
                  List.of(new Candidate("a", 2, 2), new Candidate("c", 3, 1)),
                  List.of()),
              new TopicCandidates(new Topic("q1", "one", ""), List.of(), List.of()));
      assertThat(inputs.notices())
          .containsExactly("excluded documents left out of rankings: 2, of 2 queries (q2, q1)");
    }
  }

  @Test
  void leavesOutWhatTheTopicsExclude() throws Exception {
    topics =
        write(
            "topics.jsonl",
            """
            {"id": "q1", "query": "one", "excluded_ids": ["N/A"]}
            {"id": "q2", "query": "two", "excluded_ids": ["b"]}
            """);
    try (RerankInputs inputs = read()) {
      assertThat(inputs.topics().get(0).head())
          .containsExactly(new Candidate("a", 2, 2), new Candidate("c", 3, 1));
      assertThat(inputs.topics().get(1).head()).hasSize(1);
      assertThat(inputs.notices())
          .containsExactly("excluded documents left out of rankings: 1, of 1 query (q2)");
    }
  }

  @Test
  void matchesNamesThatDifferByZerosInAllFiles() throws Exception {
    topics = write("topics.tsv", "Q01\tone\nQ02\ttwo\n");
    instructions = Optional.of(write("instructions.tsv", "01\tfirst\n02\tsecond\n"));
    excludedIds = Optional.of(write("excluded.tsv", "2 b\n"));
    try (RerankInputs inputs = read()) {
      assertThat(inputs.topics())
          .extracting(TopicCandidates::topic)
          .containsExactly(new Topic("q2", "two", "second"), new Topic("q1", "one", "first"));
      assertThat(inputs.topics().get(0).head())
          .extracting(Candidate::docid)
          .containsExactly("a", "c");
      assertThat(inputs.notices().get(0)).contains("taken for them: 2 (").contains("Q01 for q1");
    }
  }

  @Test
  void missingTopicsAreErrorsOrLeftOut() throws Exception {
    Files.writeString(topics, "q2\ttwo\n");
    assertRefused(
        run
            + ":4: query q1 is not in "
            + topics
            + " (missing queries: 1 of 2); --missing skip leaves them out");
    missing = MissingPolicy.SKIP;
    try (RerankInputs inputs = read()) {
      assertThat(inputs.topics()).hasSize(1);
      assertThat(inputs.notices())
          .containsExactly(
              String.format(
                  Locale.ROOT,
                  "queries of %s that are not in %s, left out: 1 of 2 (q1)",
                  run,
                  topics));
    }
    Files.writeString(topics, "q7\tseven\n");
    assertRefused(topics + ": none of the queries of " + run + " is there");
  }

  @Test
  void missingDocumentsAreErrorsOrUnscored() throws Exception {
    Files.writeString(corpus.get(0), "a\tA\nc\tC\n");
    String what = "documents to rerank that are not in the corpus: 1 of 3 (b)";
    assertRefused(run + ": " + what + "; --missing skip leaves them unscored");
    missing = MissingPolicy.SKIP;
    try (RerankInputs inputs = read()) {
      assertThat(inputs.topics().get(0).head()).containsExactly(new Candidate("a", 2, 2));
      assertThat(inputs.topics().get(0).tail())
          .containsExactly(new Candidate("b", 1, 3), new Candidate("c", 3, 1));
      assertThat(inputs.notices())
          .containsExactly(what + "; candidates that stay unscored below the reranked ones: 1");
    }
    Files.writeString(corpus.get(0), "x\tX\n");
    assertRefused(run + ": documents to rerank that are not in the corpus: 3 of 3 (b, a, c)");
  }

  @Test
  void tellsOfOddRunsAndCorpora() throws Exception {
    Files.writeString(run, "q2 Q0 a 1 1 x\nq2 Q0 b 2 2 x\n");
    Files.writeString(corpus.get(0), "a\t\nb\tB\nb\tB\n");
    try (RerankInputs inputs = read()) {
      assertThat(inputs.notices())
          .containsExactly(
              run + ": the ranks of 1 of 1 queries contradict the scores, which are followed (q2)",
              "empty passages: 1 (a)",
              "documents that the corpus has again, with the same text: 1 (b)");
    }
  }

  @Test
  void aFileIsGivenOnce() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Path inside = Files.writeString(folder.resolve("c.tsv"), "a\tA\n");
    corpus = List.of(folder, inside);
    assertRefused(inside + " is given twice with --corpus");
    Path dotted = dir.resolve(".").resolve("topics.tsv");
    corpus = List.of(dotted);
    assertRefused(dotted + " is given with --topics and with --corpus, also as " + topics);
  }

  @Test
  void tellsWhatCannotBeRead() {
    topics = dir;
    assertRefused("cannot read " + dir + ": it is a directory");
    topics = dir.resolve("missing");
    assertRefused("cannot read " + topics + ": no such file");
  }
}
