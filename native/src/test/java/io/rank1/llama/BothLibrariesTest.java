package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.core.pair.AnswerLogits;
import io.rank1.core.pair.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modern library's scores against the embedded one's, which takes a process of its own. */
@Tag("llama")
class BothLibrariesTest {

  @TempDir Path folder;

  @Test
  void givePairsTheSameScores() throws Exception {
    assumeThat(TestRuntime.isModern()).isTrue();
    LlamaRuntime modern = TestRuntime.get();
    Path model = Fixtures.randomQwen2(folder);
    List<Score> here = ScoresOfLibrary.of(modern, model);
    List<Score> there = embedded(model);

    assertThat(there).hasSize(ScoresOfLibrary.PAIRS).doesNotHaveDuplicates();
    for (int i = 0; i < ScoresOfLibrary.PAIRS; i++) {
      assertThat(here.get(i).probability())
          .as("pair " + i)
          .isCloseTo(there.get(i).probability(), within(1e-3));
      assertThat(here.get(i).label()).as("pair " + i).isEqualTo(there.get(i).label());
    }
  }

  private List<Score> embedded(Path model) throws IOException, InterruptedException {
    Path out = folder.resolve("scores.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ScoresOfLibrary.class.getName(),
                model.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(out, StandardCharsets.UTF_8).stream()
        .map(line -> line.split(" "))
        .<Score>map(
            logits -> new AnswerLogits(Float.parseFloat(logits[0]), Float.parseFloat(logits[1])))
        .toList();
  }
}
