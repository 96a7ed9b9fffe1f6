package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.AnswerLogits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reranking from files to files on a fake model: relevant is what contains the query. */
class RerankCommandTest {

  private static final double YES = new AnswerLogits(2.5f, -1).probability();
  private static final double NO = new AnswerLogits(-1, 2.5f).probability();

  @TempDir Path dir;

  @BeforeEach
  void writeInputs() throws IOException {
    write("topics.tsv", "1\tcat\n2\tdog\n");
    write("corpus.tsv", "a\tblack cat\nb\ta dog\nc\tfish\nd\tcats, a dog\ne\tnone\n");
    write(
        "first.run",
        """
        1 Q0 b 1 9 bm25
        1 Q0 c 2 8 bm25
        1 Q0 a 3 7 bm25
        1 Q0 d 4 6 bm25
        1 Q0 e 5 5 bm25
        2 Q0 a 1 3 bm25
        2 Q0 b 2 2 bm25
        """);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private String read(String name) throws IOException {
    return Files.readString(dir.resolve(name));
  }

  private Cli.Outcome rerank(Cli cli, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "rerank",
                "--run",
                dir.resolve("first.run"),
                "--topics",
                dir.resolve("topics.tsv"),
                "--corpus",
                dir.resolve("corpus.tsv"),
                "--progress",
                "none"));
    args.addAll(List.of(more));
    return cli.run(args.toArray());
  }

  private Object out(String name) {
    return dir.resolve(name);
  }

  @Test
  void writesTheRunInItsNewOrderWithTheTailBelow() throws Exception {
    Cli.Outcome outcome = rerank(new Cli(), "--top-k", 4, "-o", out("new.run"), "--run-tag", "r1");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(read("new.run"))
        .isEqualTo(
            """
            1 Q0 a 1 3.5 r1
            1 Q0 d 2 3.499999761581421 r1
            1 Q0 b 3 -3.5 r1
            1 Q0 c 4 -3.500000238418579 r1
            1 Q0 e 5 -4.5 r1
            2 Q0 b 1 3.5 r1
            2 Q0 a 2 -3.5 r1
            """);
  }

  @Test
  void dropsTheTailWhereItIsToldTo() throws Exception {
    rerank(new Cli(), "--top-k", 1, "--drop-tail", "-o", out("new.run"));
    assertThat(read("new.run")).isEqualTo("1 Q0 b 1 -3.5 rank1\n2 Q0 a 1 -3.5 rank1\n");
  }

  @Test
  void writesEveryFormatAtOnce() throws Exception {
    Cli cli = new Cli();
    Cli.Outcome outcome =
        rerank(
            cli,
            "--top-k",
            2,
            "-o",
            out("new.run"),
            "-o",
            out("new.json"),
            "-o",
            "tsv:" + out("table"),
            "-o",
            out("new.jsonl"));
    assertThat(outcome.code()).isZero();
    assertThat(cli.opened).hasSize(1);
    assertThat(read("new.run")).hasLineCount(7);
    assertThat(read("new.json"))
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "{\n\"1\":{\"b\":%s,\"c\":%s},\n\"2\":{\"b\":%s,\"a\":%s}\n}\n",
                NO,
                NO,
                YES,
                NO));
    assertThat(read("table"))
        .isEqualTo(
            String.format(
                Locale.ROOT,
                """
            1\tb\t%s\tfalse\tanswered
            1\tc\t%s\tfalse\tanswered
            2\tb\t%s\ttrue\tanswered
            2\ta\t%s\tfalse\tanswered
            """,
                NO,
                NO,
                YES,
                NO));
    assertThat(read("new.jsonl").lines().skip(2).findFirst().orElseThrow())
        .isEqualTo(
            "{\"qid\":\"2\",\"docid\":\"b\",\"rank\":1,\"first_stage_rank\":2,"
                + "\"first_stage_score\":2.0,\"query\":\"dog\",\"passage\":\"a dog\",\"score\":"
                + YES
                + ",\"label\":\"true\",\"logit_true\":2.5,\"logit_false\":-1.0,"
                + "\"reasoning\":\"\\nBecause.\\u001B[31m\\n\",\"finish_reason\":\"answered\","
                + "\"prompt_tokens\":15,\"completion_tokens\":5,\"truncated\":false,"
                + "\"model\":\"fake.gguf\",\"runtime\":\"fake runtime\"}");
  }

  @Test
  void appendsTheInstruction() throws Exception {
    write("instructions.tsv", "1\tonly black ones\n2\tbig ones\n");
    rerank(new Cli(), "--instructions", dir.resolve("instructions.tsv"), "-o", out("new.jsonl"));
    assertThat(read("new.jsonl")).contains("\"query\":\"cat\",\"instruction\":\"only black ones\"");
  }

  @Test
  void keepsPairsThatFailBelowTheScoredOnesAndSaysSo() throws Exception {
    write("corpus.tsv", "a\tblack cat\nb\tfail\nc\tfish\nd\tcats\ne\tnone\n");
    Cli.Outcome outcome = rerank(new Cli(), "-o", out("new.run"), "-o", out("new.tsv"));
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("5 scored, 2 failed, 0 open");
    assertThat(read("new.run").lines().toList().get(4)).startsWith("1 Q0 b 5 -4.5");
    assertThat(read("new.tsv")).contains("1\tb\t\t\tfailed\tit broke badly\n");
    assertThat(read("new.run.journal")).contains("\"error\":\"it\\tbroke\\nbadly\"");
  }

  @Test
  void refusesABadInputBeforeTheModelIsOpened() throws Exception {
    write("first.run", "1 Q0 b 1 x bm25\n");
    Cli cli = new Cli();
    Cli.Outcome outcome = rerank(cli, "-o", out("new.run"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("first.run:1: ").hasLineCount(1);
    assertThat(cli.opened).isEmpty();
    assertThat(dir.resolve("new.run.journal")).doesNotExist();
  }

  @Test
  void needsAnOutput() {
    Cli.Outcome outcome = rerank(new Cli());
    assertThat(outcome).isEqualTo(new Cli.Outcome(2, "", "rank1: no output; name a file by -o\n"));
  }

  @Test
  void refusesIdentifiersThatARunCannotHold() throws Exception {
    write("first.run", "{\"1\": {\"x y\": 1}}");
    write("corpus.tsv", "x y\ttext\n");
    Cli.Outcome outcome = rerank(new Cli(), "-o", out("new.run"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("the docid 'x y' holds a blank").hasLineCount(1);
    write("first.run", "{\"1\": {\"z\": 2, \"x y\": 1}}");
    write("corpus.tsv", "z\ttext\nx y\tother\n");
    Cli.Outcome tail = rerank(new Cli(), "-o", out("new.run"), "--top-k", 1);
    assertThat(tail.err()).contains("the docid 'x y' holds a blank").hasLineCount(1);
    assertThat(rerank(new Cli(), "-o", out("new.jsonl")).code()).isZero();
  }

  @Test
  void estimatesWithoutWritingAnything() throws Exception {
    write("corpus.tsv", "a\tblack cat\nb\tfish\nc\tfish\nd\t" + "x".repeat(200) + "\ne\tnone\n");
    FakeScorer scorer = FakeScorer.simple();
    Cli.Outcome outcome = rerank(new Cli().withScorer(scorer), "-o", out("new.run"), "--dry-run");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("pairs             7 of 2 queries\n")
        .contains("duplicates        1\n")
        .contains("to score          6\n")
        .contains("to be truncated   1\n")
        .contains("trial             6 pairs in ")
        .contains("estimated time    ");
    try (var files = Files.list(dir)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("topics.tsv", "corpus.tsv", "first.run");
    }
  }

  @Test
  void refusesOutputsThatAreInputsBeforeTheyAreRead() throws Exception {
    Cli.Outcome outcome = rerank(new Cli(), "-o", out("topics.tsv"), "--overwrite");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("rank1: " + out("topics.tsv") + " is to be written, and is an input too\n");
  }

  @Test
  void refusesOutputsInTheCorpus() throws Exception {
    Path corpus = Files.createDirectory(dir.resolve("corpus"));
    Files.move(dir.resolve("corpus.tsv"), corpus.resolve("c.tsv"));
    Cli.Outcome outcome =
        new Cli()
            .run(
                "rerank",
                "--run",
                out("first.run"),
                "--topics",
                out("topics.tsv"),
                "--corpus",
                corpus,
                "-o",
                corpus.resolve("new.run"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("in a folder that is read").hasLineCount(1);
  }

  @Test
  void refusesADryRunOfAnotherJobsJournal() throws Exception {
    rerank(new Cli(), "-o", out("new.run"));
    Cli.Outcome outcome =
        rerank(new Cli(), "-o", out("new.run"), "--dry-run", "--max-think-tokens", 3);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("is of another job").hasLineCount(1);
  }

  @Test
  void countsInADryRunWhatTheJournalHas() throws Exception {
    rerank(new Cli(), "-o", out("new.run"));
    Cli.Outcome outcome = rerank(new Cli(), "-o", out("new.run"), "--dry-run");
    assertThat(outcome.out())
        .contains("in the journal    7\n")
        .contains("to score          0\n")
        .contains("estimated time    none\n");
  }
}
