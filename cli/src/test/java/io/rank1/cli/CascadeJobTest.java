package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.AnswerLogits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a job in two passes writes and tells. */
class CascadeJobTest extends CascadeJobs {

  @Test
  void theTopStandsAboveTheRestInEveryFormat() throws Exception {
    FakeScorer scorer = scorer();
    Cli.Outcome outcome = rerankAll(scorer, "--think-top", 2);

    assertThat(outcome.code()).isEqualTo(3); // the direct pass fails on one
    assertThat(scorer.submitted()).isEqualTo(7 + 4);
    assertThat(read("new.run"))
        .isEqualTo(
            """
            1 Q0 b 1 11.5 rank1
            1 Q0 a 2 2.5 rank1
            1 Q0 c 3 1.5 rank1
            1 Q0 d 4 -4.0 rank1
            1 Q0 e 5 -5.0 rank1
            2 Q0 g 1 1.0 rank1
            2 Q0 f 2 -2.0 rank1
            """);
    assertThat(read("new.json"))
        .contains("\"1\":{\"b\":" + (1 + p(4)) / 2 + ",\"a\":" + (1 + p(-5)) / 2)
        .contains(",\"c\":" + p(1.5) / 2 + ",\"d\":" + p(-4) / 2 + "}");
    assertThat(read("new.tsv").lines().toList().subList(0, 5))
        .containsExactly(
            "1\tb\t" + p(4) + "\ttrue\tanswered",
            "1\ta\t" + p(-5) + "\tfalse\tanswered",
            "1\tc\t" + p(1.5) + "\ttrue\tdirect",
            "1\td\t" + p(-4) + "\tfalse\tdirect",
            "1\te\t\t\tfailed\tno answer");
    List<String> rows = read("new.jsonl").lines().toList();
    assertThat(rows.get(1))
        .contains("\"docid\":\"a\",\"rank\":2,", "\"score\":" + p(-5) + ",\"label\":\"false\"")
        .contains("\"finish_reason\":\"answered\",\"prompt_tokens\":10,\"completion_tokens\":7")
        .endsWith(
            ",\"decided_by\":\"thinking\",\"first_pass\":{\"score\":"
                + p(3)
                + ",\"label\":\"true\",\"logit_true\":3.0,\"logit_false\":0.0,"
                + "\"finish_reason\":\"direct\",\"prompt_tokens\":10}}");
    assertThat(rows.get(2))
        .contains("\"decided_by\":\"direct\",\"first_pass\":{\"score\":" + p(1.5));
    assertThat(rows.get(4))
        .endsWith(
            "\"error\":\"no answer\",\"decided_by\":\"direct\",\"first_pass\":{\"score\":null,"
                + "\"label\":null,\"logit_true\":null,\"logit_false\":null,"
                + "\"finish_reason\":\"failed\",\"prompt_tokens\":0}}");
    assertThat(outcome.err())
        .contains("7 pairs of 2 queries: 6 scored, 1 failed, 0 open")
        .contains("direct pass: 7 pairs, 1 of them failed; 60 prompt tokens, 0 generated\n")
        .contains("thinking pass: 4 pairs, 0 of them failed; 40 prompt tokens, 28 generated\n");
  }

  private static double p(double logOdds) {
    return new AnswerLogits((float) logOdds, 0).probability();
  }

  @Test
  void inABandTheReasoningReplacesTheScore() throws Exception {
    rerankAll(scorer(), "--think-between", "0.5,0.9");
    assertThat(read("new.run"))
        .isEqualTo(
            """
            1 Q0 c 1 9.0 rank1
            1 Q0 b 2 4.0 rank1
            1 Q0 a 3 3.0 rank1
            1 Q0 d 4 -4.0 rank1
            1 Q0 e 5 -5.0 rank1
            2 Q0 g 1 5.0 rank1
            2 Q0 f 2 -2.0 rank1
            """);
    assertThat(read("new.json")).contains("\"a\":" + p(3) + ",");
  }

  @Test
  void aPairWhoseReasoningFailsHasNoScoreAndKeepsItsDirectOne() throws Exception {
    write("corpus.tsv", "a\t3 x\nb\t2 4\nc\t1 9\nd\t-4 9\ne\t-5 9\nf\t0 0\ng\t1 1\n");
    Cli.Outcome outcome = rerankAll(scorer(), "--think-top", 2);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("thinking pass: 4 pairs, 1 of them failed");
    assertThat(read("new.run")).startsWith("1 Q0 b 1 4.0 rank1\n1 Q0 c 2 1.0").contains("Q0 a 5 ");
    assertThat(read("new.jsonl").lines().toList().get(4))
        .contains("\"docid\":\"a\"", "\"score\":null", "\"decided_by\":\"thinking\"")
        .contains("\"first_pass\":{\"score\":" + p(3));

    FakeScorer again = scorer();
    assertThat(rerankAll(again, "--think-top", 2, "--retry-failed").code()).isEqualTo(3);
    assertThat(again.submitted()).isEqualTo(1);
  }

  @Test
  void theFillIsForTheFirstPass() {
    Cli cli = new Cli();
    Cli.Outcome outcome =
        rerank(cli, "--think-top", 2, "--think-fill", " ", "-o", dir.resolve("new.run"));
    assertThat(outcome.code()).isZero();
    assertThat(cli.opened.get(0).method().fill()).contains(" ");
    assertThat(cli.opened.get(0).engine().thinking().isDirect()).isFalse();
  }

  @Test
  void untilStableSaysHowSureItIs() throws Exception {
    writeMany();
    Cli.Outcome outcome = rerankAll(scorer(), "--think-until-stable", 2);
    assertThat(outcome.err())
        .containsPattern(
            "generated; the top is stable with at least \\d+\\.\\d % certainty in every");
    assertThat(results()).isBetween(60 + 5L, 60 + 53L);
    String thought = String.valueOf(results() - 60);
    assertThat(outcome.err()).contains("thinking pass: " + thought + " pairs, ");
    assertThat(read("new.jsonl").lines().filter(row -> row.contains("decided_by\":\"thinking")))
        .hasSize(Integer.parseInt(thought));
    long answered = read("new.tsv").lines().filter(row -> row.endsWith("answered")).count();
    assertThat(outcome.err()).contains("finish reasons: " + answered + " answered, ");
    requireSorted("new.run");
    Cli.Outcome json =
        rerank(
            new Cli().withScorer(scorer()),
            "--think-until-stable",
            2,
            "--progress",
            "json",
            "-o",
            dir.resolve("new.run"),
            "--overwrite");
    assertThat(json.err())
        .contains("\"direct_pass\":{\"pairs\":60,")
        .containsPattern("\"thinking_pass\":\\{\"pairs\":\\d+,.*\"certainty\":0\\.\\d+}");
  }

  /** What readers sort a run by does not rise from line to line. */
  private void requireSorted(String run) throws IOException {
    List<String> lines = Files.readAllLines(dir.resolve(run));
    for (int i = 1; i < lines.size(); i++) {
      String[] before = lines.get(i - 1).split(" ");
      String[] cells = lines.get(i).split(" ");
      if (cells[0].equals(before[0])) {
        assertThat(Double.parseDouble(cells[4])).isLessThanOrEqualTo(Double.parseDouble(before[4]));
      }
    }
  }

  @Test
  void aDryRunCountsBothPasses() throws Exception {
    Object[] top = {"--think-top", 2, "--dry-run", "-o", dir.resolve("new.run")};
    assertThat(rerank(new Cli().withScorer(scorer()), top).out())
        .contains("to score          7\n", "to think about    about 4 pairs\n")
        .contains("thinking trial    7 pairs in ", "thinking time     about ");
    Object[] stable = {"--think-until-stable", 1, "--dry-run", "-o", dir.resolve("new.run")};
    assertThat(rerank(new Cli().withScorer(scorer()), stable).out())
        .contains("to think about    at least 2 pairs\n");
    assertThat(dir.resolve("new.run.journal")).doesNotExist();

    rerankAll(scorer(), "--think-top", 1);
    Object[] more = {"--think-top", 3, "--dry-run", "-o", dir.resolve("new.run"), "--overwrite"};
    assertThat(rerank(new Cli().withScorer(scorer()), more).out())
        .contains("in the journal    7\n", "to score          0\n")
        .contains("to think about    3 pairs\n", "thought about     2 pairs, in the journals\n");
  }
}
