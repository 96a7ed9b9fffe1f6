package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.cli.output.StandardStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class ViewCommandTest {

  private static final String SCORED =
      "{\"qid\":\"%s\",\"docid\":\"%s\",\"first_stage_rank\":%d,\"query\":\"which %s?\","
          + "\"passage\":\"text of %s\",\"logit_true\":%d,\"logit_false\":0,"
          + "\"reasoning\":\"\\nbecause of %s\",\"finish_reason\":\"%s\",\"completion_tokens\":3}\n";

  @TempDir Path dir;

  private static String scored(String qid, String docid, int first, int logit, String finish) {
    return String.format(Locale.ROOT, SCORED, qid, docid, first, qid, docid, logit, docid, finish);
  }

  private static String failed(String qid, String docid) {
    return String.format(
            Locale.ROOT,
            "{\"qid\":\"%s\",\"docid\":\"%s\",\"query\":\"which %s?\",\"passage\":\"\",",
            qid,
            docid,
            qid)
        + "\"score\":null,\"finish_reason\":\"failed\",\"error\":\"too\\u001b[1m long\"}\n";
  }

  private Path write(String... lines) throws IOException {
    return Files.writeString(dir.resolve("results.jsonl"), String.join("", lines));
  }

  private Path usual() throws IOException {
    return write(
        scored("q1", "a", 1, -1, "answered"),
        scored("q1", "b", 2, 2, "forced_by_budget"),
        failed("q1", "c"),
        scored("q2", "a", 1, 0, "answered"));
  }

  private static String journal(String line, String key) {
    return line.replaceFirst("\\{", "{\"key\":\"" + key + "\",");
  }

  @Test
  void findsIdentifiersThatLookLikeOptions() throws Exception {
    Path file = Files.writeString(dir.resolve("r.jsonl"), scored("-v1", "-h2", 1, 4, "answered"));
    Cli.Outcome outcome = new Cli().run("view", file, "--qid", "-v1", "--docid", "-h2");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("which -v1?");
  }

  @Test
  void showsAllQueries() throws Exception {
    assertThat(new Cli().run("view", usual()))
        .isEqualTo(
            new Cli.Outcome(
                0,
                """
                file     output
                queries  2
                pairs    4: 3 scored, 1 failed
                labels   33.3 % true, 66.7 % false
                finish   2 answered, 1 forced_by_budget, 1 failed

                q1  which q1?  (1 of 3 true, 1 failed)
                    0.8808 b ▲1   0.2689 a ▼1   - c

                q2  which q2?  (0 of 1 true)
                    0.5000 a =
                """,
                ""));
    assertThat(new Cli().run("view", usual(), "--limit", 1).out())
        .endsWith("\n1 more query; --limit shows them, --qid all of one\n")
        .doesNotContain("q2");
  }

  @Test
  void showsAQuery() throws Exception {
    assertThat(new Cli().run("view", usual(), "--qid", "q1").out())
        .isEqualTo(
            """
            q1
            which q1?
            3 passages: 2 scored, 1 true

               1  0.8808  true   b  ▲1  forced_by_budget
                  text of b
                  reasoning, 3 tokens
                    because of b

               2  0.2689  false  a  ▼1
                  text of a
                  reasoning, 3 tokens
                    because of a

               3  -  -      c  failed
                  (empty passage)
                  not scored: too?[1m long
            """);
    assertThat(new Cli().run("view", usual(), "--qid", "q1", "--limit", 2).out())
        .endsWith("because of a\n\n1 more passage; --limit shows them\n");
  }

  @Test
  void showsBothPassesOfACascade() throws Exception {
    String passes =
        ",\"decided_by\":\"%s\",\"first_pass\":{\"score\":0.5,\"label\":\"%s\",\"logit_true\":%d,"
            + "\"logit_false\":0,\"model\":\"small.gguf\"},\"rank\":%d}\n";
    Path file =
        write(
            scored("q", "a", 1, 3, "direct")
                .replace("}\n", String.format(Locale.ROOT, passes, "direct", "true", 3, 2)),
            scored("q", "b", 2, -1, "answered")
                .replace("}\n", String.format(Locale.ROOT, passes, "thinking", "true", 4, 1)));
    assertThat(new Cli().run("view", file).out())
        .contains("cascade  1 decided by thinking, 1 by the first pass of small.gguf\n")
        .endsWith("    0.2689 b ▲1   0.9526 a ▼1\n");
    assertThat(new Cli().run("view", file, "--qid", "q").out())
        .contains(
            "   1  0.2689  false  b  ▲1\n"
                + "      decided by thinking (first pass 0.9820 true, rank 1)\n"
                + "      text of b\n",
            "   2  0.9526  true   a  ▼1  direct\n" + "      decided by the first pass (rank 2)\n");
  }

  @Test
  void showsALinePerSample() throws Exception {
    Path file =
        write(
            scored("q", "a", 0, 1, "tired")
                .replace("\"first_stage_rank\":0,", "")
                .replace(
                    "}\n",
                    ",\"spread\":0.125,\"samples\":[{\"logit_true\":1,\"logit_false\":0,"
                        + "\"completion_tokens\":1,\"finish_reason\":\"answered\","
                        + "\"reasoning\":\"\\nbecause of a\"},{\"score\":0.25,"
                        + "\"completion_tokens\":2,\"finish_reason\":\"tired\","
                        + "\"reasoning\":\"otherwise\"}]}\n"));
    assertThat(new Cli().run("view", file).out()).contains("finish   1 tired\n");
    assertThat(new Cli().run("view", file, "--qid", "q").out())
        .endsWith(
            """
               1  0.7311  ±0.1250  true   a  tired
                  text of a
                  2 samples, 3 tokens
                    0.7311  true   1 token  answered
                    0.2500  false  2 tokens  tired
                  reasoning of the sample nearest to the mean
                    because of a
            """);
  }

  @Test
  void showsAPassageWhole() throws Exception {
    String words = "word ".repeat(200).strip();
    Path file =
        write(
            scored("q", "a", 1, 1, "answered"),
            scored("q", "b", 2, 2, "answered").replace("text of b", words));
    assertThat(new Cli().run("view", file, "--qid", "q").out()).contains(" wor…\n");
    assertThat(new Cli().run("view", file, "--qid", "q", "--docid", "b").out())
        .doesNotContain("text of a", "…")
        .satisfies(out -> assertThat(out.split("word", -1)).hasSize(201));
    assertThat(new Cli().run("view", file, "--qid", "q", "--docid", "z"))
        .isEqualTo(new Cli.Outcome(2, "", "rank1: " + file + ": no passage z of the query q\n"));
    assertThat(new Cli().run("view", file, "--qid", "z"))
        .isEqualTo(new Cli.Outcome(2, "", "rank1: " + file + ": no pair of a query z\n"));
  }

  @Test
  void aTableWithoutIdsIsAskedByLine() throws Exception {
    Path file =
        write(
            "{\"line\":7,\"query\":\"one\",\"passage\":\"p7\",\"logit_true\":1,\"logit_false\":0}\n",
            "{\"line\":8,\"query\":\"two\",\"passage\":\"p8\",\"logit_true\":1,\"logit_false\":0}\n",
            "{\"line\":9,\"query\":\"one\",\"passage\":\"p9\",\"logit_true\":2,\"logit_false\":0}\n");
    assertThat(new Cli().run("view", file).out())
        .contains("line 7  one  (2 of 2 true)\n    0.8808 line 9   0.7311 line 7\n");
    for (int line : new int[] {7, 9}) {
      assertThat(new Cli().run("view", file, "--qid", line).out())
          .startsWith("line 7\none\n2 passages: 2 scored, 2 true\n")
          .contains("p7", "p9")
          .doesNotContain("p8");
    }
    assertThat(new Cli().run("view", file, "--qid", 7, "--docid", 9).out())
        .contains("line 9", "p9")
        .doesNotContain("p7");
  }

  @Test
  void inAJournalTheLastLineOfADocumentCounts() throws Exception {
    Path file =
        write(
            "{\"rank1_journal\":1,\"model\":\"small.gguf\"}\n",
            journal(failed("q", "a"), "01"),
            journal(scored("q", "b", 1, 1, "answered"), "02"),
            journal(scored("q", "a", 2, 5, "answered"), "01"), // tried again
            journal(scored("q", "b", 1, 2, "answered").replace("text of", "new"), "03"),
            journal(scored("q", "c", 3, 0, "answered"), "03"), // the same text
            "{\"key\":\"04\",\"qid\":\"q\"");
    Cli.Outcome outcome = new Cli().run("view", file);
    assertThat(outcome.err())
        .isEqualTo("rank1: note: " + file + ":7: left out, as the line is not whole\n");
    assertThat(outcome.out())
        .startsWith("file     journal\nmodel    small.gguf\n")
        .contains("pairs    3: 3 scored, 0 failed\n")
        .endsWith("    0.9933 a ▲1   0.8808 b ▼1   0.5000 c =\n");
    assertThat(new Cli().run("view", file, "--qid", "q").out())
        .contains("new b")
        .doesNotContain("text of b", "not scored");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() throws Exception {
    String green = "\u001b[32m0.8808\u001b[0m";
    assertThat(new Cli().run("view", usual()).out()).doesNotContain("\u001b");
    Cli terminal = new Cli().onTerminals(StandardStream.OUT);
    assertThat(terminal.run("view", usual()).out()).contains(green);
    Cli plain = new Cli().onTerminals(StandardStream.OUT);
    plain.environment.put("NO_COLOR", "1");
    assertThat(plain.run("view", usual()).out()).contains("0.8808").doesNotContain("\u001b");
    Cli empty = new Cli().onTerminals(StandardStream.OUT);
    empty.environment.put("NO_COLOR", "");
    assertThat(empty.run("view", usual()).out()).contains(green);
  }

  @Test
  void writesAPageAndKeepsWhatIsThere() throws Exception {
    Path page = dir.resolve("page.html");
    assertThat(new Cli().run("view", usual(), "--html", page))
        .isEqualTo(new Cli.Outcome(0, "", ""));
    assertThat(page).content().contains("because of b", "which q2?");
    assertThat(dir)
        .isDirectoryNotContaining("glob:**/*.part")
        .isDirectoryNotContaining("glob:**/.*");

    assertThat(new Cli().run("view", usual(), "--html", page).err())
        .isEqualTo("rank1: " + page + " is already there: remove it, or add --overwrite\n");
    assertThat(new Cli().run("view", usual(), "--html", page, "--overwrite", "--qid", "q2").code())
        .isZero();
    assertThat(page).content().contains("which q2?").doesNotContain("because of b");
    assertThat(new Cli().run("view", usual(), "--html", page, "--overwrite", "--limit", 1).code())
        .isZero();
    assertThat(page).content().contains("which q1?").doesNotContain("which q2?");
  }

  @Test
  void refusesPagesThatCannotBe() throws Exception {
    Path file = usual();
    assertThat(new Cli().run("view", file, "--html", file, "--overwrite").err())
        .isEqualTo("rank1: input and page are the same file: " + file + "\n");
    assertThat(new Cli().run("view", file, "--html", dir, "--overwrite").err())
        .isEqualTo("rank1: cannot write " + dir + ": it is a directory\n");
    Path lost = dir.resolve("lost/page.html");
    assertThat(new Cli().run("view", file, "--html", lost).err())
        .isEqualTo("rank1: cannot write " + lost + ": there is no such folder\n");
    assertThat(file).content().contains("text of a");
  }
}
