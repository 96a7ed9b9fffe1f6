package io.rank1.llama.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.library.InstalledRuntimes;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeChoiceTest {

  @TempDir Path dir;

  private final Map<String, ProbeReport> reports = new HashMap<>();

  private RuntimeChoice choice() {
    RuntimeProbe probe =
        (folder, model) -> reports.get(folder.orElseThrow().folder().getFileName().toString());
    return new RuntimeChoice(
        new InstalledRuntimes(dir.resolve("runtimes")), LibraryNames.LINUX, probe);
  }

  private Path install(String name, ProbeReport report, String... backends) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("runtimes").resolve(name));
    for (String library : List.of("libllama.so", "libggml.so")) {
      Files.createFile(folder.resolve(library));
    }
    for (String backend : backends) {
      Files.createFile(folder.resolve("libggml-" + backend + ".so"));
    }
    reports.put(name, report);
    return folder;
  }

  private static ProbeReport withGpus(int gpus, String... missing) {
    return new ProbeReport(
        Optional.of("llama.cpp"),
        Optional.of("0.5.0"),
        List.of("CPU"),
        gpus,
        List.of(missing),
        Optional.empty(),
        Optional.empty());
  }

  private Optional<Path> chosen(String name) {
    return choice().find(name).map(RuntimeFolder::folder);
  }

  @Test
  void autoTakesTheEmbeddedOneWhenNoneIsInstalled() {
    assertThat(chosen("auto")).isEmpty();
  }

  @Test
  void autoTakesAGpuThatWorksFirst() throws IOException {
    install("cpu", withGpus(0), "cpu-x64");
    Path cuda = install("cuda", withGpus(1), "cpu-x64", "cuda");

    assertThat(chosen("auto")).contains(cuda);
    assertThat(chosen("embedded")).isEmpty();
  }

  @Test
  void autoPassesOverAGpuThatDoesNotWork() throws IOException {
    Path cpu = install("cpu", withGpus(0), "cpu-x64");
    install("cuda", withGpus(0, "libcudart.so.13: no such file"), "cpu-x64", "cuda");

    assertThat(chosen("auto")).contains(cpu);
  }

  @Test
  void autoPassesOverWhatDoesNotLoad() throws IOException {
    install("cpu", ProbeReport.failed("unknown layout"), "cpu-x64");

    assertThat(chosen("auto")).isEmpty();
  }

  @Test
  void autoPassesOverAFolderWithoutLibraries() throws IOException {
    Files.createDirectories(dir.resolve("runtimes").resolve("broken"));
    Path cpu = install("cpu", withGpus(0), "cpu-x64", "blas", "rpc");

    assertThat(chosen("auto")).contains(cpu);
  }

  @Test
  void whatIsNamedIsTakenWithoutATrial() throws IOException {
    Path cuda = install("cuda", ProbeReport.failed("never asked"), "cuda");

    assertThat(chosen("cuda")).contains(cuda);
    assertThat(chosen(cuda.toString())).contains(cuda);
  }

  @Test
  void whatIsNamedAndNotThereIsAnError() throws IOException {
    install("cpu", withGpus(0), "cpu-x64");
    Path empty = Files.createDirectory(dir.resolve("empty"));

    assertThatThrownBy(() -> chosen("vulkan"))
        .isInstanceOf(RuntimeUnusableException.class)
        .hasMessageContainingAll("vulkan", "[cpu]", "no such folder");
    assertThatThrownBy(() -> chosen(empty.toString()))
        .isInstanceOf(RuntimeUnusableException.class)
        .hasMessageContainingAll("tried", empty.resolve("build").resolve("bin").toString());
  }
}
