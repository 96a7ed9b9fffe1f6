package io.rank1.cli.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.cli.jar.JarProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of the runnable jar with the real engine. */
class JobIT {

  @TempDir static Path folder;
  private static JarProcess jar;

  @BeforeAll
  static void writeModel() throws IOException {
    jar = new JarProcess(folder);
    JarFiles.writeEndlessModel(folder);
  }

  @Test
  void anInterruptedJobKeepsWhatIsDoneAndEndsWithCode130() throws Exception {
    assumeThat(System.getProperty("os.name")).doesNotContain("Windows");
    JarFiles.writePairs(folder, "work.tsv", 5_000);
    Path journal = folder.resolve("interrupted.tsv.journal");
    Path err = folder.resolve("interrupted-err.txt");
    Process process =
        jar.builder(
                "batch",
                "-m",
                "endless.gguf",
                "work.tsv",
                "--max-think-tokens",
                "40",
                "--ctx",
                "512",
                "-o",
                "interrupted.tsv")
            .redirectError(err.toFile())
            .start();
    for (int i = 0; i < 1000 && (!Files.exists(journal) || Files.size(journal) < 5000); i++) {
      Thread.sleep(20);
    }
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    Ended ended = JarProcess.ended(process, "", err);

    assertThat(ended.code()).isEqualTo(130);
    assertThat(ended.err())
        .containsPattern("stopped; \\d+ of 5000 pairs are in interrupted.tsv.journal; the same");
    assertThat(Files.readString(journal)).endsWith("\"}\n");
    assertThat(folder.resolve("interrupted.tsv")).doesNotExist();
  }

  @Test
  void reranksARunAndShowsIt() throws Exception {
    Files.writeString(folder.resolve("topics.tsv"), "1\tcat\n2\tdog\n");
    Files.writeString(folder.resolve("corpus.tsv"), "a\tblack cat\nb\ta dog\nc\tfish\n");
    Files.writeString(
        folder.resolve("first.run"),
        "1 Q0 c 1 3 x\n1 Q0 a 2 2 x\n2 Q0 c 1 3 x\n2 Q0 b 2 2 x\n2 Q0 a 3 1 x\n");
    Ended rerank =
        jar.run(
            "rerank",
            "--run",
            "first.run",
            "--topics",
            "topics.tsv",
            "--corpus",
            "corpus.tsv",
            "--top-k",
            "2",
            "-o",
            "new.run",
            "-o",
            "new.jsonl",
            "--quiet"); // with the demo model, which finds words

    assertThat(rerank.code()).as(rerank.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("new.run")))
        .extracting(line -> line.substring(0, 8))
        .containsExactly("1 Q0 a 1", "1 Q0 c 2", "2 Q0 b 1", "2 Q0 c 2", "2 Q0 a 3");
    assertThat(jar.run("view", "new.jsonl", "--qid", "2").out()).contains("dog", "found");
  }
}
