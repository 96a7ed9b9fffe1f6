package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.MeanScore;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.pair.Timings;
import io.rank1.core.pair.TokenCounts;
import io.rank1.core.pair.Truncation;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreCommandTest {

  @TempDir Path dir;

  @Test
  void printsAResultToRead() {
    Cli.Outcome outcome = new Cli().run("score", "-q", "red", "-p", "a red apple");
    assertThat(outcome)
        .isEqualTo(
            new Cli.Outcome(
                0,
                """
                score     0.970688  (true)
                finish    answered
                tokens    21 prompt, 5 generated
                time      0.01 s
                reasoning
                Because.?[31m
                """,
                ""));
  }

  @Test
  void printsExactlyTheseFieldsAsJson() {
    Cli.Outcome outcome = new Cli().run("score", "--json", "-q", "rød", "-p", "a \"pear\"");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            "{\"query\":\"rød\",\"passage\":\"a \\\"pear\\\"\",\"score\":"
                + new AnswerLogits(-1, 2.5f).probability()
                + ","
                + "\"label\":\"false\",\"logit_true\":-1.0,\"logit_false\":2.5,"
                + "\"reasoning\":\"\\nBecause.\\u001B[31m\\n\",\"finish_reason\":\"answered\","
                + "\"prompt_tokens\":18,\"completion_tokens\":5,\"truncated\":false,"
                + "\"model\":\"fake.gguf\",\"runtime\":\"fake runtime\",\"timings\":"
                + "{\"queued_ms\":1.0,\"prefill_ms\":2.0,\"decode_ms\":3.0,\"total_ms\":6.0}}\n");
  }

  @Test
  void tellsOfSamplesByTheirMean() {
    assertThat(sampling().run("score", "-q", "a", "-p", "b").out())
        .startsWith("score     0.500000  (false)\nsamples   2, spread 0.462673\nfinish ");
    assertThat(sampling().run("score", "--json", "-q", "a", "-p", "b").out())
        .contains(
            "\"score\":0.5,\"label\":\"false\",\"spread\":0.4626731126558706,\"samples\":["
                + "{\"score\":0.9626731126558706,\"label\":\"true\",\"logit_true\":3.25,"
                + "\"logit_false\":0.0,\"finish_reason\":\"answered\",\"completion_tokens\":3,"
                + "\"reasoning\":\"Yes.\"},{")
        .contains("],\"reasoning\":\"Yes.\",\"finish_reason\":\"forced_by_budget\"");
  }

  private static Cli sampling() {
    return new Cli()
        .withScorer(new FakeScorer(request -> CompletableFuture.completedFuture(sampled())));
  }

  private static RerankResult sampled() {
    AnswerLogits yes = new AnswerLogits(3.25f, 0);
    AnswerLogits no = new AnswerLogits(0, 3.25f);
    return new RerankResult(
        FinishReason.FORCED_BY_BUDGET,
        Optional.of(new MeanScore(List.of(yes, no))),
        Optional.empty(),
        "Yes.",
        List.of(
            new RerankResult.Sample(FinishReason.ANSWERED, yes, "Yes.", 3),
            new RerankResult.Sample(FinishReason.FORCED_BY_BUDGET, no, "No.", 4)),
        new TokenCounts(9, 7, 1),
        Truncation.none(1),
        Timings.NONE);
  }

  @Test
  void tellsAFailureOnStandardError() {
    assertThat(new Cli().run("score", "-q", "a", "-p", "fail"))
        .isEqualTo(new Cli.Outcome(3, "", "rank1: the pair could not be scored: it broke badly\n"));
  }

  @Test
  void tellsAFailureAsJson() {
    Cli.Outcome outcome = new Cli().run("score", "--json", "-q", "a", "-p", "fail");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out())
        .contains("\"score\":null,\"label\":null,\"logit_true\":null,\"logit_false\":null")
        .contains("\"finish_reason\":\"failed\"")
        .endsWith("\"error\":\"it\\tbroke\\nbadly\"}\n");
    assertThat(outcome.err()).hasLineCount(1);
  }

  @Test
  void tellsACutPassage() {
    Cli.Outcome outcome = new Cli().run("score", "-q", "a", "-p", "a".repeat(150));
    assertThat(outcome.out()).contains("passage   cut to 100 of 150 characters\n");
  }

  @Test
  void readsTextsFromFileAndStandardInput() throws Exception {
    Path query = Files.writeString(dir.resolve("q"), "\uFEFFtwo\nlines\r\n");
    Cli.Outcome outcome =
        new Cli().withStdin("  text\n\n").run("score", "--json", "-q", "@" + query, "-p", "-");
    assertThat(outcome.out()).startsWith("{\"query\":\"two\\nlines\",\"passage\":\"  text\\n\",");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          -q;a;-p;-quality pasta             | a           |           | -quality pasta
          -q;-mm lens;-p;b                   | -mm lens    |           | b
          -q=--json;-p=-q                    | --json      |           | -q
          --query=@@user tweets;-p;@@        | @user tweets |          | @
          -q;@@@x;--passage;--not an option  | @@x         |           | --not an option
          -q;--;-p;-1                        | --          |           | -1
          -q;a=-p;-p;-p x                    | a=-p        |           | -p x
          -q;a;-p;b;--instruction;-only fruit | a          | -only fruit | b
          -q;a;-p;b;--instruction=@@home     | a           | @home     | b
          -q=a;-p=b;--instruction=--json     | a           | --json    | b
          """)
  void takesAnyText(String options, String query, String instruction, String passage) {
    List<String> words = new ArrayList<>(List.of("score", "--json"));
    words.addAll(List.of(options.split(";")));
    Cli.Outcome outcome = new Cli().run(words.toArray());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith(
            String.format(
                Locale.ROOT,
                "{\"query\":\"%s\",%s\"passage\":\"%s\",",
                query,
                instruction == null ? "" : "\"instruction\":\"" + instruction + "\",",
                passage));
  }

  @Test
  void readsAnInstructionFromAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("i"), "only fruit\n");
    Cli.Outcome outcome =
        new Cli().run("score", "--json", "-q", "a", "-p", "b", "--instruction", "@" + file);
    assertThat(outcome.out()).startsWith("{\"query\":\"a\",\"instruction\":\"only fruit\",");
  }

  @Test
  void refusesInvalidUtf8() throws Exception {
    Path query = Files.write(dir.resolve("q"), new byte[] {'a', (byte) 0xC3});
    Cli.Outcome outcome = new Cli().run("score", "-q", "@" + query, "-p", "a");
    assertThat(outcome)
        .isEqualTo(new Cli.Outcome(2, "", "rank1: " + query + " is not valid UTF-8\n"));
  }

  @Test
  void refusesWhatTheLocaleBroke() {
    Cli.Outcome outcome = new Cli().run("score", "-q", "Z\uFFFDrich", "-p", "a");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("LC_ALL=C.UTF-8").hasLineCount(1);
  }

  @Test
  void keepsTheInstructionOutOfTheQuery() {
    Cli.Outcome outcome =
        new Cli().run("score", "--json", "-q", "a", "-p", "b", "--instruction", "only fruit");
    assertThat(outcome.out()).startsWith("{\"query\":\"a\",");
  }

  @Test
  void tellsAClosedPipe() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThat(new Cli().withStdout(closed).run("score", "-q", "a", "-p", "b"))
        .isEqualTo(new Cli.Outcome(2, "", "rank1: cannot write standard output: Broken pipe\n"));
  }

  @Test
  @EnabledIf("hasFullDevice")
  void tellsAFullDisk() throws Exception {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      Cli.Outcome outcome = new Cli().withStdout(full).run("score", "-q", "a", "-p", "b");
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("No space left on device").hasLineCount(1);
    }
  }

  static boolean hasFullDevice() {
    return Files.exists(Path.of("/dev/full"));
  }
}
