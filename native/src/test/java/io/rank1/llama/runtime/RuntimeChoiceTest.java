package io.rank1.llama.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.llama.RuntimeUntriedException;
import io.rank1.llama.RuntimeUnusableException;
import io.rank1.llama.library.InstalledRuntimes;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeFolder;
import io.rank1.llama.runtime.ChosenRuntime.PassedOver;
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
    return choice().choose(name).folder().map(RuntimeFolder::folder);
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
    assertThat(choice().choose("auto").passedOver())
        .containsExactly(new PassedOver("cuda", "libcudart.so.13: no such file"));
    assertThat(choice().choose("auto").notes())
        .containsExactly(
            "the installed llama.cpp cuda is passed over: libcudart.so.13: no such file",
            "the llama.cpp in use is cpu, on the CPU");
  }

  @Test
  void autoPassesOverWhatDoesNotLoad() throws IOException {
    install("cpu", ProbeReport.failed("unknown layout"), "cpu-x64");
    install("cuda", ProbeReport.failed("llama.cpp ended the process (139)"), "cuda");

    ChosenRuntime chosen = choice().choose("auto");
    assertThat(chosen.name()).isEqualTo("embedded");
    assertThat(chosen.folder()).isEmpty();
    assertThat(chosen.passedOver())
        .containsExactly(
            new PassedOver("cuda", "llama.cpp ended the process (139)"),
            new PassedOver("cpu", "unknown layout"));
    assertThat(chosen.notes())
        .hasSize(3)
        .endsWith("the llama.cpp in use is the embedded one, b4916, on the CPU");
  }

  @Test
  void autoPassesOverAFolderWithoutLibraries() throws IOException {
    Files.createDirectories(dir.resolve("runtimes").resolve("broken"));
    Path cpu = install("cpu", withGpus(0), "cpu-x64", "blas", "rpc");

    ChosenRuntime chosen = choice().choose("auto");
    assertThat(chosen.folder().map(RuntimeFolder::folder)).contains(cpu);
    assertThat(chosen.passedOver()).singleElement().extracting("name").isEqualTo("broken");
  }

  @Test
  void aChoiceWithoutAnyPassingOverIsQuiet() throws IOException {
    assertThat(choice().choose("auto").notes()).isEmpty();
    install("cpu", withGpus(0), "cpu-x64");
    assertThat(choice().choose("auto").notes()).isEmpty();
    install("vulkan", withGpus(1), "cpu-x64", "vulkan");
    assertThat(choice().choose("auto").notes()).isEmpty();
    assertThat(choice().choose("embedded").notes()).isEmpty();
  }

  @Test
  void autoDoesNotGoOnWhereAGpuCannotBeTried() throws IOException {
    Path cpu = install("cpu", withGpus(0), "cpu-x64");
    install("cuda", ProbeReport.untried("cannot start a process"), "cpu-x64", "cuda");

    assertThatThrownBy(() -> choice().choose("auto"))
        .isInstanceOfSatisfying(
            RuntimeUntriedException.class, e -> assertThat(e.runtime()).isEqualTo("cuda"))
        .hasMessage("the installed llama.cpp cuda could not be tried: cannot start a process");
    assertThatThrownBy(() -> choice().load("auto")).isInstanceOf(RuntimeUntriedException.class);

    ChosenRuntime chosen = choice().choose("auto", RuntimeChoice.Untried.PASS_OVER);
    assertThat(chosen.folder().map(RuntimeFolder::folder)).contains(cpu);
    assertThat(chosen.passedOver())
        .containsExactly(new PassedOver("cuda", "cannot start a process"));
  }

  @Test
  void autoTellsOfAProcessorsOneThatCannotBeTried() throws IOException {
    install("cpu", ProbeReport.untried("cannot start a process"), "cpu-x64");

    ChosenRuntime chosen = choice().choose("auto");
    assertThat(chosen.folder()).isEmpty();
    assertThat(chosen.passedOver())
        .containsExactly(new PassedOver("cpu", "cannot start a process"));
  }

  @Test
  void anInterruptedChoiceChoosesNothing() throws IOException {
    install("cpu", ProbeReport.untried("interrupted"), "cpu-x64");

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> choice().choose("auto", RuntimeChoice.Untried.PASS_OVER))
          .isInstanceOf(RuntimeUntriedException.class)
          .hasMessageEndingWith("cpu could not be tried: interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
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
