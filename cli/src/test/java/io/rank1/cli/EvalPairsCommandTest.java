package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The measures of pairs of queries, as users ask for them. */
class EvalPairsCommandTest {

  private static final String OG = "1 Q0 x 1 2 r\n1 Q0 a 2 1 r\n2 Q0 a 1 2 r\n2 Q0 y 2 1 r\n";
  private static final String CHANGED = "1 Q0 a 1 2 r\n1 Q0 x 2 1 r\n2 Q0 y 1 2 r\n2 Q0 a 2 1 r\n";

  @TempDir Path dir;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private static String suffixed(String original, String changed) {
    return original.replaceAll("(?m)^(\\d)", "$1-og")
        + changed.replaceAll("(?m)^(\\d)", "$1-changed");
  }

  /** In query 1 x goes from 1 to 2, which is 1/2; in query 2 y goes up, which is -1/2. */
  @Test
  void comparesRunsByPMrr() throws IOException {
    Path diff = write("diff.jsonl", "{\"1\": [\"x\"], \"2\": [\"y\"]}");
    Path run = write("a.run", suffixed(OG, CHANGED));
    Path still = write("b.run", suffixed(OG, OG) + "3-og Q0 a 1 1 r\n");
    assertThat(new Cli().run("eval", diff, run, still, "-m", "p-MRR", "--by-query"))
        .isEqualTo(
            new Cli.Outcome(
                0,
                """
                run                qid    p-MRR
                a.run              1     0.5000
                a.run              2    -0.5000
                a.run              all   0.0000
                b.run              1     0.0000
                b.run              2     0.0000
                b.run              all   0.0000
                  p against a.run        1.0000
                """,
                "rank1: note: b.run: left out, as they are of no pair that counts: 1 topic\n"));
  }

  @Test
  void takesTwoFilesOfEither() throws IOException {
    Path og = write("og.qrels", "1 0 x 1\n2 0 y 1\n");
    Path changed = write("changed.qrels", "1 0 x 0\n2 0 y 1\n");
    Path first = write("og.run", OG);
    Path second = write("changed.run", CHANGED);
    Cli.Outcome apart =
        new Cli()
            .run(
                "eval",
                og,
                first,
                "-m",
                "p-MRR",
                "--changed-qrels",
                changed,
                "--changed-run",
                second);
    assertThat(apart.out()).isEqualTo("run      p-MRR\nog.run  0.5000\n");
    assertThat(apart.err())
        .isEqualTo("rank1: note: og.run: left out, as they are of no pair that counts: 2 topics\n");

    Path qrels = write("both.qrels", suffixed(Files.readString(og), Files.readString(changed)));
    assertThat(
            new Cli().withStdin(suffixed(OG, CHANGED)).run("eval", qrels, "-", "-m", "p-MRR").out())
        .isEqualTo("run   p-MRR\n-    0.5000\n");
  }

  @Test
  void printsPairwiseAccuracyAsJson() throws IOException {
    Path pairs =
        write(
            "n.jsonl", "{\"id\":\"8-2\",\"q1\":\"a\",\"q2\":\"b\",\"doc1\":\"c\",\"doc2\":\"d\"}");
    Path run = write("a.json", "{\"8-2_q1\": {\"8-2_doc1\": 1}, \"8-2_q2\": {\"8-2_doc2\": 1}}");
    assertThat(new Cli().run("eval", pairs, run, "-m", "pairwise_accuracy", "--json"))
        .isEqualTo(
            new Cli.Outcome(
                0,
                String.format(
                    Locale.ROOT,
                    ("{'qrels':'%s','topics':1,'measures':['pairwise_accuracy'],'runs':[{'run':'a.json',"
                            + "'topics_without_judgements':0,'judged_topics_missing':0,"
                            + "'documents_missing':2,'mean':{'pairwise_accuracy':1.0},"
                            + "'queries':{'8-2':{'pairwise_accuracy':1.0}}}]}\n")
                        .replace('\'', '"'),
                    pairs),
                "rank1: note: a.json: ranked below all others, as the run lacks them: 2 documents\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eval q r -m p-MRR,AP                        | p-MRR and pairwise_accuracy have a value for two queries, others for one; ask for each of the two alone
          eval q r -m p-MRR,pairwise_accuracy         | p-MRR and pairwise_accuracy have a value for two queries, others for one; ask for each of the two alone
          eval q r --changed-qrels c                  | --changed-qrels and --changed-run are for -m p-MRR
          eval q r --changed-run c -m AP              | --changed-qrels and --changed-run are for -m p-MRR
          eval q r s --changed-run c -m p-MRR         | --changed-run: 1 of them for 2 RUN; there has to be one for each
          eval q - -                                  | standard input can be only one of the runs
          eval q - --changed-run - -m p-MRR           | standard input can be only one of the runs
          """)
  void refusesWhatDoesNotGoTogether(String arguments, String complaint) {
    assertThat(new Cli().run((Object[]) arguments.split(" +")))
        .isEqualTo(new Cli.Outcome(2, "", "rank1: " + complaint + "\n"));
  }

  @Test
  void measuresStandardInputBesideFiles() throws IOException {
    Path qrels = write("qrels", "1 0 x 1\n");
    Path run = write("a.run", "1 Q0 x 1 2 r\n");
    Cli cli = new Cli().withStdin("# from a pipe\n1 Q0 a 1 2 r and more\n1 Q0 x 2 1 r\n");
    assertThat(cli.run("eval", qrels, run, "-", "-m", "RR").out())
        .isEqualTo(
            """
            run                    RR
            a.run              1.0000
            -                  0.5000
              p against a.run       -
            """);
    assertThat(new Cli().withStdin("1 Q0 a 1 two r\n").run("eval", qrels, "-").err())
        .isEqualTo("rank1: standard input:1: the score two is not a finite number\n");
  }
}
