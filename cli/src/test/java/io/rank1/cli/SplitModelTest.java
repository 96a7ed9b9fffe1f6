package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GGUF file in two parts, in a cache that was filled by hand. */
@Tag("locale")
class SplitModelTest {

  private static final String FIRST = "m-00001-of-00002.gguf";
  private static final String SECOND = "m-00002-of-00002.gguf";
  private static final String NAME = "hf:o/r/" + FIRST;

  @TempDir Path dir;

  private Path part(char commit, String name) throws IOException {
    Path folder = dir.resolve("hub/models--o--r/snapshots/" + String.valueOf(commit).repeat(40));
    return Files.writeString(Files.createDirectories(folder).resolve(name), "x");
  }

  private Cli cli() {
    Cli cli = new Cli();
    cli.environment.clear();
    cli.environment.put("HF_HOME", dir.toString());
    return cli;
  }

  @Test
  void partsOfTwoCommitsAreNoModel() throws IOException {
    part('a', FIRST);
    part('b', SECOND);
    Cli.Outcome pulled = cli().run("models", "pull", NAME, "--offline");
    assertThat(pulled.code()).isEqualTo(4);
    assertThat(pulled.err()).hasLineCount(1).contains(" lacks hf:o/r/m-0000");
    Cli cli = cli();
    Cli.Outcome scored = cli.run("score", "-m", NAME, "-q", "a", "-p", "b");
    assertThat(scored.code()).isEqualTo(4);
    assertThat(scored.err())
        .hasLineCount(1)
        .contains(NAME + " is not whole in ", ", which lacks m-0000", "models pull " + NAME);
    assertThat(cli.opened).isEmpty();

    part('b', FIRST);
    assertThat(cli().run("models", "pull", NAME, "--offline").out())
        .isEqualTo(part('b', FIRST) + "\n");
    assertThat(cli.run("score", "-m", NAME, "-q", "a", "-p", "b").code()).isZero();
    assertThat(cli.opened)
        .singleElement()
        .matches(made -> made.model().toString().contains("b".repeat(40)));
  }

  @Test
  void aFolderLacksItsPartsByName() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("box"));
    Files.writeString(folder.resolve(SECOND), "x");
    Cli.Outcome outcome = cli().run("models", "pull", NAME, "--offline", "--to", folder);
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).contains(folder + " lacks " + NAME + ";");
    Files.writeString(folder.resolve(FIRST), "x");
    assertThat(cli().run("models", "pull", "hf:o/r/" + SECOND, "--offline", "--to", folder).out())
        .isEqualTo(folder.resolve(FIRST) + "\n");
  }
}
