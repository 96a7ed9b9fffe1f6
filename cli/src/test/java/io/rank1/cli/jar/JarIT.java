package io.rank1.cli.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import com.github.luben.zstd.Zstd;
import io.rank1.cli.jar.JarProcess.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar with the real engine: results, errors and signals as a shell sees them. */
class JarIT {

  @TempDir static Path folder;
  private static JarProcess jar;

  @BeforeAll
  static void writeModels() throws IOException {
    jar = new JarProcess(folder);
    JarFiles.writeAnsweringModel(folder);
    JarFiles.writeEndlessModel(folder);
  }

  @Test
  void scoresAPairForAPersonToRead() throws Exception {
    Ended ended = jar.run("score", "-m", "answers.gguf", "-q", "a query", "-p", "a passage");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("0.7310", "true", "so");
    assertThat(ended.code()).isZero();
  }

  @Test
  void scoresAPairAsJson() throws Exception {
    Ended ended =
        jar.run("score", "--json", "-m", "answers.gguf", "-q", "größe", "-p", "<|endoftext|>");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .startsWith("{\"query\":\"größe\",\"passage\":\"<|endoftext|>\",\"score\":0.731")
        .contains("\"label\":\"true\"", "\"reasoning\":\" so\"", "\"finish_reason\":\"answered\"")
        .contains("\"completion_tokens\":2,\"truncated\":false,\"model\":\"answers.gguf\"")
        .contains("\"runtime\":\"embedded llama.cpp b4916\"")
        .endsWith("}}\n");
    assertThat(ended.out().lines()).hasSize(1);
  }

  @Test
  void scoresATableInOrder() throws Exception {
    JarFiles.writePairs(folder, "pairs.tsv", 100);
    Ended ended = jar.run("batch", "-m", "answers.gguf", "pairs.tsv", "--ctx", "512");

    assertThat(ended.code()).isZero();
    List<String> lines = ended.out().lines().toList();
    assertThat(lines).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(lines.get(i)).matches("q" + i % 7 + "\td" + i + "\t0\\.731\\d+\ttrue\tanswered");
    }
    assertThat(ended.err()).startsWith("rank1: 100 pairs in ").contains("100 answered");
  }

  @Test
  void showsWhatABatchHasWritten() throws Exception {
    JarFiles.writePairs(folder, "viewed.tsv", 14);
    jar.run("batch", "-m", "answers.gguf", "viewed.tsv", "-o", "viewed.jsonl", "--ctx", "512");

    Ended query = jar.run("view", "viewed.jsonl", "--qid", "q3");
    assertThat(query.out()).contains("2 passages: 2 scored, 2 true", "0.7311", "passage é 10");
    Ended page = jar.run("view", "viewed.jsonl", "--html", "viewed.html");
    assertThat(page.err()).isEmpty();
    assertThat(folder.resolve("viewed.html")).content().contains("\"passage\":\"passage é 13\"");
  }

  /** The differences are 1 and 0: t is 1 with one degree of freedom, and p is 1/2. */
  @Test
  void comparesRuns() throws Exception {
    Files.writeString(folder.resolve("qrels"), "q1 0 a 1\nq2 0 a 1\n");
    Files.writeString(folder.resolve("a.run"), "q2 Q0 a 1 1 x\n");
    Files.writeString(folder.resolve("b.run"), "q1 Q0 a 1 1 x\nq2 Q0 a 1 1 x\n");
    Ended ended = jar.run("eval", "qrels", "a.run", "b.run", "-m", "RR");

    assertThat(ended.out()).endsWith("  p against a.run  0.5000\n");
    assertThat(ended.err()).startsWith("rank1: note: a.run: counted as 0").hasLineCount(1);
    assertThat(ended.code()).isZero();
  }

  @Test
  void unpacksZstdWithoutAWord() throws Exception {
    Files.writeString(folder.resolve("qrels"), "q1 0 a 1\n");
    byte[] run = "q1 Q0 a 1 1 x\n".getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("a.run.zst"), Zstd.compress(run));
    Ended ended = jar.run("eval", "qrels", "a.run.zst", "-m", "RR");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).endsWith("a.run.zst  1.0000\n");
    assertThat(ended.code()).isZero();
  }

  @Test
  void withoutAModelTheDemoModelReasonsAndSaysWhatItIs() throws Exception {
    String query = "Which lake is near COLTON?";
    String passage = "A town, Colton, in New York.";
    Ended ended = jar.run("score", "--json", "-q", query, "-p", passage);

    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("rank1: note: this is the demo model, ").contains("--model");
    assertThat(ended.out())
        .contains("\"model\":\"rank1-demo-q8_0.gguf\"", "\"label\":\"false\"")
        .contains("- lake: missing, zero of one.\\n- near: missing, zero of two.\\n")
        .contains("- colton: found, one of three.\\n");
  }

  @Test
  void theDemoModelScoresATableInTheOrderOfItsWords() throws Exception {
    String passage = "A town, (Colton), on a river in New York.";
    Files.writeString(
        folder.resolve("demo.tsv"),
        Stream.of("boat ferry", "boat river", "town river")
            .map(query -> query + "\t" + passage + "\n")
            .collect(Collectors.joining()));
    Ended ended = jar.run("batch", "demo.tsv", "--parallel", "2");

    assertThat(ended.code()).isZero();
    assertThat(ended.err().lines().filter(line -> line.contains("demo model"))).hasSize(1);
    List<String[]> rows = ended.out().lines().map(line -> line.split("\t")).toList();
    assertThat(rows).extracting(row -> row[3]).containsOnly("answered");
    assertThat(rows)
        .extracting(row -> Double.valueOf(row[1]))
        .isSorted()
        .doesNotHaveDuplicates()
        .first(DOUBLE)
        .isLessThan(0.1);
  }

  @Test
  void theDoctorFindsAllWell() throws Exception {
    Ended ended = jar.run("doctor", "--runtime", "embedded");

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out())
        .contains("ok       layout     recognised as that of b4916")
        .contains("ok       trial      rank1-demo-q8_0.gguf: 2 tokens decoded in ");
  }

  @Test
  void aRuntimeThatIsNotThereIsOneLineAndCode4() throws Exception {
    Ended ended = jar.run("score", "--runtime", ".", "-q", "q", "-p", "p");

    assertThat(ended.code()).isEqualTo(4);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("rank1: found no llama library; ").contains("tried: ");
  }

  @Test
  void theReadmesFirstExampleIsReal() throws Exception {
    String readme = Files.readString(Path.of("../README.md"));
    Matcher example =
        Pattern.compile("\\$ scripts/rank1 score -q '(.*)' -p '(.*)'\n([^`]*)```").matcher(readme);
    assertThat(example.find()).isTrue();
    Ended ended = jar.run("score", "-q", example.group(1), "-p", example.group(2));

    assertThat(withoutFigures(ended.out())).isEqualTo(withoutFigures(example.group(3)));
  }

  /** The last digits of a score are the processor's, and the time is the machine's. */
  private static String withoutFigures(String text) {
    return text.replaceAll("(0\\.\\d\\d)\\d{4} ", "$1 ").replaceAll("time.*", "time");
  }

  @Test
  void aMissingOrBrokenModelIsOneLineAndCode4() throws Exception {
    Files.writeString(folder.resolve("broken.gguf"), "this is no model");
    for (String model : List.of("broken.gguf", "missing.gguf")) {
      Ended ended = jar.run("score", "-m", model, "-q", "q", "-p", "p");

      assertThat(ended.code()).isEqualTo(4);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err().lines()).hasSize(1);
      assertThat(ended.err()).startsWith("rank1: ").contains(model);
    }
  }

  @Test
  void aBadLineCostsNothing() throws Exception {
    Files.writeString(folder.resolve("bad.tsv"), "q\tp\nonly one column\n");
    Ended ended = jar.run("batch", "-m", "answers.gguf", "bad.tsv", "-o", "never.tsv");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("rank1: bad.tsv:2: ");
    assertThat(folder.resolve("never.tsv")).doesNotExist();
  }

  @Test
  void anUnbrokenWordOfAMillionCharactersIsAResultToo() throws Exception {
    Files.writeString(folder.resolve("long.tsv"), "q\t" + "a".repeat(900_000) + "\nq\tp\n");
    Ended ended = jar.run("batch", "-m", "answers.gguf", "long.tsv", "--format", "jsonl");

    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines().map(line -> line.contains("\"truncated\":true")))
        .containsExactly(true, false);
  }

  @Test
  void theLibrarysLogIsShownOnRequestAndNotAmongTheResults() throws Exception {
    Ended ended =
        jar.run("score", "-v", "--json", "-m", "answers.gguf", "-q", "a query", "-p", "a passage");

    assertThat(ended.out().lines()).hasSize(1);
    assertThat(ended.err()).contains("llama.cpp", "n_ctx");
  }

  @Test
  void namesItsVersions() throws Exception {
    Ended ended = jar.run("--version");

    assertThat(ended.out()).contains("rank1 ", "llama.cpp b4916", "Java ");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void aReaderThatLeavesEndsTheRunWithOneLine() throws Exception {
    JarFiles.writePairs(folder, "many.tsv", 20_000);
    Path err = folder.resolve("pipe-err.txt");
    Process process =
        jar.builder("batch", "-m", "answers.gguf", "many.tsv", "--ctx", "512")
            .redirectError(err.toFile())
            .start();
    String first;
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      first = reader.readLine();
    }
    Ended ended = JarProcess.ended(process, first, err);

    assertThat(first).startsWith("q0\td0\t0.731");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).contains("standard output", "written");
  }

  @Test
  void aFullDiskEndsTheRunWithOneLine() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    JarFiles.writePairs(folder, "few.tsv", 3);
    Ended ended = jar.run("batch", "-m", "answers.gguf", "few.tsv", "-o", "/dev/full");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).contains("/dev/full", "No space left on device");
  }
}
