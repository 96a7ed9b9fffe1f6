package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it makes is tested where a llama.cpp is that can. */
class ModelsQuantizeCommandTest {

  @TempDir Path dir;

  private Cli.Outcome quantize(Object in, Object out, String... more) {
    Object[] words = new Object[more.length + 7];
    words[0] = "models";
    words[1] = "quantize";
    words[2] = in;
    words[3] = out;
    words[4] = "q4_k";
    words[5] = "--runtime";
    words[6] = "embedded";
    System.arraycopy(more, 0, words, 7, more.length);
    return new Cli().run(words);
  }

  private static void assertOneLine(Cli.Outcome outcome, int code, String... words) {
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("rank1: ").hasLineCount(1).contains(words);
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void theEmbeddedLlamaCppSaysWhatToInstall() throws IOException {
    assertOneLine(
        quantize(DemoModel.file(), dir.resolve("out.gguf")),
        4,
        "the embedded llama.cpp b4916 cannot quantize; install a newer one by 'rank1 runtime");
    assertNothingLeft();
  }

  @Test
  void refusesFilesBeforeItStarts() throws IOException {
    Path demo = DemoModel.file();
    assertOneLine(quantize(dir.resolve("no"), dir.resolve("out")), 2, "no: no such file");
    assertOneLine(quantize(dir, dir.resolve("out")), 2, "it is not a plain file");
    assertOneLine(quantize(demo, dir), 2, "it is a directory");
    assertOneLine(quantize(demo, dir.resolve("a/out")), 2, "a/out: no such folder");
    assertNothingLeft();
    Path there = Files.writeString(dir.resolve("out"), "mine");
    assertOneLine(quantize(demo, there), 2, "out is already there: remove it, or add --overwrite");
    assertOneLine(quantize(demo, there, "--overwrite"), 4, "cannot quantize");
    assertThat(there).hasContent("mine");
  }
}
