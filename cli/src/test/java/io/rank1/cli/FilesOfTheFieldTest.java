package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands on files as others write and pass them. */
@Timeout(60)
class FilesOfTheFieldTest {

  private static final String RUN = "1 Q0 d1 1.0 2 x\n1 Q0 d2 2.0 1 x\n";
  private static final String TOPICS = "1\ttown\n2\t\n3\tother\n";
  private static final String CORPUS =
      "{\"id\":\"d1\",\"contents\":\"a city\"}\n{\"id\":\"d2\",\"contents\":\"a town\"}\n";

  @TempDir Path dir;
  private final List<Process> pipes = new ArrayList<>();

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  /** What a shell passes for {@code <(...)}: the name of a pipe that has no other. */
  private Path pipe(String text) throws IOException {
    Process holder = new ProcessBuilder("sleep", "60").start(); // does not read its input
    pipes.add(holder);
    try (OutputStream in = holder.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Path.of("/proc/" + holder.pid() + "/fd/0");
  }

  @BeforeEach
  void writeInputs() throws IOException {
    write("run", RUN);
    write("topics", TOPICS);
    write("corpus", CORPUS);
  }

  @AfterEach
  void endPipes() {
    pipes.forEach(Process::destroyForcibly);
  }

  private Cli.Outcome rerank(Object run, Object topics, Object corpus, Object... more) {
    List<Object> words = new ArrayList<>(List.of("rerank", "--run", run, "--topics", topics));
    words.addAll(List.of("--corpus", corpus, "--quiet"));
    words.addAll(List.of(more));
    return new Cli().run(words.toArray());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsAnonymousPipesWhereverAFileIsTaken() throws Exception {
    Path out = dir.resolve("out.run");
    Cli.Outcome outcome =
        rerank(
            pipe(RUN),
            pipe(TOPICS),
            pipe(CORPUS),
            "--instructions",
            pipe("1\tnew\n"),
            "--excluded-ids",
            pipe("1 d3\n"),
            "-o",
            out);
    assertThat(outcome).isEqualTo(new Cli.Outcome(0, "", ""));
    assertThat(out).content().startsWith("1 Q0 d2 1 ").hasLineCount(2);

    Path qrels = write("qrels", "1 0 d2 1.0\n");
    Cli.Outcome eval = new Cli().run("eval", pipe("1 0 d2 1.0\n"), pipe(RUN), "-m", "MRR");
    assertThat(eval.out()).endsWith("  0.5000\n");
    assertThat(new Cli().run("eval", qrels, pipe(RUN), "-m", "RR").out()).endsWith("  0.5000\n");
  }

  @Test
  void readsAndWritesPredictionsOfMteb2() throws Exception {
    Path run =
        write(
            "r.json",
            "{\"mteb_model_meta\":{\"model_name\":\"x\",\"revision\":\"1\"},"
                + "\"default\":{\"test\":{\"1\":{\"d1\":2.0,\"d2\":1.0}}}}");
    Path out = dir.resolve("out.json");
    Cli.Outcome outcome =
        rerank(
            run,
            dir.resolve("topics"),
            dir.resolve("corpus"),
            "-o",
            "mteb2:" + out,
            "--run-tag",
            "me/r");
    assertThat(outcome).isEqualTo(new Cli.Outcome(0, "", ""));
    assertThat(out)
        .content()
        .matches(
            "\\{\"mteb_model_meta\":\\{\"model_name\":\"me/r\",\"revision\":null\\},"
                + "\"default\":\\{\"test\":\\{\n"
                + "\"1\":\\{\"d2\":0\\.9[0-9]+,\"d1\":0\\.0[0-9]+\\}\n\\}\\}\\}\n");
    Path qrels = write("qrels", "1 0 d2 1\n");
    assertThat(new Cli().run("eval", qrels, run, out, "-m", "RR").out())
        .contains("r.json              0.5000\n")
        .contains("out.json            1.0000\n");
  }

  @Test
  void judgesTopicsWhoseNamesDifferByZerosOrAPrefix() throws Exception {
    Path qrels = write("qrels", "51 0 d1 1\n52 0 d1 1\n");
    Path run = write("r", "MB051 Q0 d1 1 1 x\nMB052 Q0 d2 1 2 x\nMB052 Q0 d1 2 1 x\n");
    Cli.Outcome outcome = new Cli().run("eval", qrels, run, "-m", "RR");
    assertThat(outcome.out()).endsWith("0.7500\n");
    assertThat(outcome.err())
        .isEqualTo(
            "rank1: note: r: taken for judged topics whose names differ by zeros or a prefix:"
                + " 2 topics\n");
  }

  @Test
  void tellsOfLinesThatRepeatAnother() throws Exception {
    Path qrels = write("qrels", "1 0 d1 1\n1 0 d1 1\n");
    Path run = write("r", "1 Q0 d1 1 1 x\n1 Q0 d1 1 1 x\n");
    Cli.Outcome outcome = new Cli().run("eval", qrels, run, "-m", "RR");
    assertThat(outcome.out()).endsWith("1.0000\n");
    assertThat(outcome.err())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "rank1: note: %s: lines that repeat another, counted once: 1 (d1 of 1)\n"
                    + "rank1: note: %s: lines that repeat another, counted once: 1 (d1 of 1)\n",
                qrels,
                run));
  }
}
