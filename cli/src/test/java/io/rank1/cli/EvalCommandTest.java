package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class EvalCommandTest {

  @TempDir Path dir;
  private Path qrels;
  private Path first;
  private Path second;

  /** The first run has a below b in q1, lacks q3, and has an x that nobody judged. */
  @BeforeEach
  void writeFiles() throws IOException {
    qrels = write("qrels", "q1 0 a 1\nq1 0 b 0\nq2 0 a 1\nq3 0 a 1\n");
    first = write("first.run", "q1 Q0 b 1 2 x\nq1 Q0 a 2 1 x\nq2 Q0 a 1 1 x\nx Q0 a 1 1 x\n");
    second = write("second.run", "q1 Q0 a 1 2 x\nq2 Q0 a 1 1 x\nq3 Q0 a 1 1 x\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  /** The differences of RR are 1/2, 0 and 1: t is sqrt(3), and p is 1 - sqrt(3 / 5). */
  @Test
  void comparesRunsInATable() {
    assertThat(new Cli().run("eval", qrels, first, second, "-m", "RR,P@1", "-m", "Judged@10"))
        .isEqualTo(
            new Cli.Outcome(
                0,
                """
                run                        RR     P@1  Judged@10
                first.run              0.5000  0.3333     0.6667
                second.run             1.0000  1.0000     1.0000
                  p against first.run  0.2254  0.1835     0.4226
                """,
                """
                rank1: note: first.run: left out, as nobody judged them: 1 topic
                rank1: note: first.run: counted as 0, as the run lacks them: 1 topic
                """));
  }

  @Test
  void showsEveryQuery() {
    assertThat(new Cli().run("eval", qrels, first, second, "-m", "RR", "--by-query").out())
        .isEqualTo(
            """
            run                    qid      RR
            first.run              q1   0.5000
            first.run              q2   1.0000
            first.run              q3   0.0000
            first.run              all  0.5000
            second.run             q1   1.0000
            second.run             q2   1.0000
            second.run             q3   1.0000
            second.run             all  1.0000
              p against first.run       0.2254
            """);
  }

  @Test
  void printsJson() {
    assertThat(new Cli().run("eval", qrels, first, first, "-m", "RR,RR", "--json").out())
        .isEqualTo(
            "{\"qrels\":\"QRELS\",\"topics\":3,\"measures\":[\"RR\"],\"runs\":[{\"run\":\"RUN\","
                    .replace("QRELS", qrels.toString())
                    .replace("RUN", first.toString())
                + "\"topics_without_judgements\":1,\"judged_topics_missing\":1,"
                + "\"mean\":{\"RR\":0.5},\"queries\":{\"q1\":{\"RR\":0.5},\"q2\":{\"RR\":1.0},"
                + "\"q3\":{\"RR\":0.0}}},{\"run\":\""
                + first
                + "\",\"topics_without_judgements\":1,\"judged_topics_missing\":1,"
                + "\"mean\":{\"RR\":0.5},\"p_value\":{\"RR\":null},\"queries\":{\"q1\":{\"RR\":0.5},"
                + "\"q2\":{\"RR\":1.0},\"q3\":{\"RR\":0.0}}}]}\n");
  }

  @Test
  void hasTheUsualMeasuresAndNoPValueOfEqualRuns() throws IOException {
    Path copy = write("copy.run", Files.readString(second));
    assertThat(new Cli().run("eval", qrels, second, copy))
        .isEqualTo(
            new Cli.Outcome(
                0,
                """
                run                     nDCG@10      AP   RR@10   R@100  Judged@10
                second.run               1.0000  1.0000  1.0000  1.0000     1.0000
                copy.run                 1.0000  1.0000  1.0000  1.0000     1.0000
                  p against second.run        -       -       -       -          -
                """,
                ""));
  }

  @Test
  void badLinesAndRunsOfAnotherCollectionAreCode2() throws IOException {
    Path bad = write("bad.run", "q1 Q0 a 1 2\n");
    assertThat(new Cli().run("eval", qrels, first, bad))
        .isEqualTo(
            new Cli.Outcome(
                2,
                "",
                "rank1: "
                    + bad
                    + ":1: 5 columns, expected 6 (qid, Q0, docid, rank, score, tag), separated by"
                    + " blanks or tabs\n"));

    Path other = write("other.run", "z Q0 a 1 2 x\n");
    assertThat(new Cli().run("eval", qrels, other))
        .isEqualTo(
            new Cli.Outcome(
                2,
                "",
                String.format(
                    Locale.ROOT,
                    "rank1: %s: none of its topics is judged in %s; do both belong to one collection?\n",
                    other,
                    qrels)));
  }
}
