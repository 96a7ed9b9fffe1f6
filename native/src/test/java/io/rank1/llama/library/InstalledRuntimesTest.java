package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledRuntimesTest {

  @TempDir Path dir;
  private InstalledRuntimes runtimes;

  @BeforeEach
  void makeFolder() {
    runtimes = new InstalledRuntimes(dir.resolve("runtimes"));
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(runtimes.root().resolve(name));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theUsersFolderFollowsThePlatformsCustom() {
    Map<String, String> own = Map.of("RANK1_DATA", "/own", "XDG_DATA_HOME", "/xdg");
    Map<String, String> xdg = Map.of("XDG_DATA_HOME", "/xdg");
    Map<String, String> local = Map.of("LOCALAPPDATA", "/local");
    Optional<Path> home = Optional.of(Path.of("/home/me"));

    assertThat(InstalledRuntimes.forUser(own, "Linux", home).root()).hasToString("/own/runtimes");
    assertThat(InstalledRuntimes.forUser(xdg, "Linux", home).root())
        .hasToString("/xdg/rank1/runtimes");
    assertThat(InstalledRuntimes.forUser(Map.of(), "Linux", home).root())
        .hasToString("/home/me/.local/share/rank1/runtimes");
    assertThat(InstalledRuntimes.forUser(Map.of(), "Mac OS X", home).root())
        .hasToString("/home/me/Library/Application Support/rank1/runtimes");
    assertThat(InstalledRuntimes.forUser(local, "Windows 11", home).root())
        .hasToString("/local/rank1/runtimes");
  }

  @Test
  void withoutAHomeFolderNothingIsInstalledAndNothingCanBe() {
    InstalledRuntimes none = InstalledRuntimes.forUser(Map.of(), "Linux", Optional.empty());
    assertThat(none.list()).isEmpty();
    assertThat(none.find("cpu")).isEmpty();
    assertThatThrownBy(none::root)
        .isInstanceOf(LibraryException.class)
        .hasMessageEndingWith("set HOME or RANK1_DATA");
  }

  @Test
  void withoutTheFolderNothingIsInstalled() {
    assertThat(runtimes.list()).isEmpty();
    assertThat(runtimes.find("cpu")).isEmpty();
    assertThat(runtimes.remove("cpu")).isEmpty();
    assertThat(runtimes.root()).doesNotExist();
  }

  @Test
  void foldersAreListedByNameWithTheVersionThatTheyState() throws IOException {
    Files.writeString(folder("cuda").resolve("rank1-runtime.properties"), "version=1.2.3\n");
    Files.writeString(folder("bad").resolve("rank1-runtime.properties"), "version=\\u00\n");
    folder("own");
    folder(".part-123");
    Files.createFile(runtimes.root().resolve("file"));

    assertThat(runtimes.list())
        .containsExactly(
            new InstalledRuntime("bad", folder("bad"), Optional.empty()),
            new InstalledRuntime("cuda", folder("cuda"), Optional.of("1.2.3")),
            new InstalledRuntime("own", folder("own"), Optional.empty()));
    assertThat(runtimes.find("cuda")).contains(runtimes.list().get(1));
  }

  @Test
  void whatIsRemovedIsGoneAndTheRestStays() throws IOException {
    Files.createFile(Files.createDirectory(folder("cpu").resolve("bins")).resolve("libllama.so"));
    Path kept = Files.createFile(folder("cuda").resolve("libllama.so"));

    assertThat(runtimes.remove("cpu")).isPresent();
    try (Stream<Path> left = Files.walk(runtimes.root())) {
      assertThat(left).containsExactlyInAnyOrder(runtimes.root(), folder("cuda"), kept);
    }
    assertThat(runtimes.remove("cpu")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../victim", ".part-1", "/", "a/b"})
  void aNameLeadsNowhereElse(String name) throws IOException {
    folder("a/b");
    folder(".part-1");
    Path victim = Files.createDirectory(dir.resolve("victim"));

    assertThat(runtimes.find(name)).isEmpty();
    assertThat(runtimes.remove(name)).isEmpty();
    assertThat(victim).exists();
    assertThat(folder("a/b")).exists();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void removingALinkKeepsWhatItLeadsTo() throws IOException {
    Path build = Files.createFile(Files.createDirectory(dir.resolve("build")).resolve("file"));
    Files.createDirectories(runtimes.root());
    Files.createSymbolicLink(runtimes.root().resolve("mine"), build.getParent());

    assertThat(runtimes.remove("mine")).isPresent();
    assertThat(runtimes.list()).isEmpty();
    assertThat(build).exists();
  }
}
