package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.pair.RerankRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example runs, and the README shows what runs. */
class ReadmeTest {

  @TempDir Path folder;

  @Test
  void theExampleRuns() throws IOException, InterruptedException {
    Path model = folder.resolve("m.gguf");
    Fixtures.saying(2, 1, " so", "</think>").write(model);
    Iterator<RerankRequest> pairs =
        Stream.of("a", "b", "c").map(p -> new RerankRequest("q", p)).iterator();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    ReadmeExample.run(model, pairs, new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(6)
        .anySatisfy(line -> assertThat(line).matches("0\\.731\\d* because  so"))
        .contains("best passage: doc-1", "ANSWERED after 2", "TRUE");
  }

  @Test
  void theReadmeShowsIt() throws IOException, InterruptedException {
    String source = Files.readString(Path.of("src/test/java/io/rank1/llama/ReadmeExample.java"));
    String example =
        source.substring(
            source.indexOf("// README begin") + 16, source.indexOf("    // README end"));

    assertThat(Files.readString(Path.of("../README.md")))
        .contains(example.stripTrailing().stripIndent());
  }
}
