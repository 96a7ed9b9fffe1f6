package io.rank1.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rank1.llama.library.EmbeddedLibrary;
import io.rank1.llama.library.InstalledRuntimes;
import io.rank1.llama.library.Integrity;
import io.rank1.llama.library.LibraryNames;
import io.rank1.llama.library.RuntimeBackend;
import io.rank1.llama.library.RuntimeCatalog;
import io.rank1.llama.library.RuntimeInstaller;
import io.rank1.llama.library.RuntimePackage;
import io.rank1.llama.runtime.ProbeReport;
import io.rank1.models.demo.DemoModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeCommandTest {

  private static final ProbeReport FINE =
      new ProbeReport(
          Optional.of("llama.cpp"),
          Optional.of("0.5.0"),
          List.of("CPU (a CPU)"),
          0,
          List.of(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path dir;
  private Path root;
  private Path file;
  private RuntimeInstaller installer;

  /** The package is Linux's, and the table begins with what is embedded there. */
  @BeforeEach
  void makePackage() throws IOException {
    assumeThat(LibraryNames.ofThisSystem()).isEqualTo(LibraryNames.LINUX);
    assumeThat(EmbeddedLibrary.forPlatform("Linux", System.getProperty("os.arch"))).isPresent();
    root = dir.resolve("runtimes");
    file = dir.resolve("fake.tgz");
    pack("libllama.v1.so", "libggml.v1.so", "libggml-cpu-x64.so", "libggml-cuda.so");
    RuntimePackage wanted = new RuntimePackage("@fake/linux", "1.2.3", Integrity.of(file));
    installer =
        new RuntimeInstaller(
            new InstalledRuntimes(root),
            new RuntimeCatalog("Fake", Map.of(RuntimeBackend.CUDA, wanted)),
            (unused, folder) -> {
              throw new IOException("no network");
            });
  }

  private void pack(String... names) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (String name : names) {
        tar.putArchiveEntry(new TarArchiveEntry("package/bins/linux/" + name));
        tar.closeArchiveEntry();
      }
    }
  }

  private Cli.Outcome run(Object... words) {
    return new Cli().withInstaller(installer).withProbe((folder, model) -> FINE).run(words);
  }

  @Test
  void installsListsAndRemoves() {
    Path cuda = root.resolve("cuda");
    assertThat(run("runtime", "install", "cuda", "--from", file))
        .isEqualTo(
            new Cli.Outcome(
                0,
                "installed cuda 1.2.3 in " + cuda + "\n",
                "rank1: verifying fake.tgz\nrank1: unpacking @fake/linux@1.2.3\n"));
    assertThat(run("runtime", "list"))
        .isEqualTo(
            new Cli.Outcome(
                0,
                """
                name      version  backends  folder              devices
                embedded  b4916    cpu       inside the program  CPU (a CPU)
                cuda      1.2.3    cpu,cuda  FOLDER  CPU (a CPU)
                """
                    .replace("inside the program  ", padded("inside the program", cuda) + "  ")
                    .replace("folder              ", padded("folder", cuda) + "  ")
                    .replace("FOLDER", cuda.toString()),
                ""));
    assertThat(run("runtime", "list", "--json").out())
        .isEqualTo(
            "{\"runtimes\":[{\"name\":\"embedded\",\"version\":\"b4916\",\"backends\":[\"cpu\"],"
                + "\"folder\":null,\"devices\":[\"CPU (a CPU)\"]},{\"name\":\"cuda\",\"version\":\"1.2.3\","
                + "\"backends\":[\"cpu\",\"cuda\"],\"folder\":\""
                + cuda
                + "\",\"devices\":[\"CPU (a CPU)\"]}]}\n");
    assertThat(run("runtime", "remove", "cuda"))
        .isEqualTo(new Cli.Outcome(0, "removed cuda from " + root + "\n", ""));
    assertThat(run("runtime", "list").out()).hasLineCount(2);
  }

  private static String padded(String text, Path longest) {
    return text + " ".repeat(longest.toString().length() - text.length());
  }

  @Test
  void anInstallationWithoutItsLibrariesIsListedWithWhatItLacks() throws IOException {
    Files.createDirectories(root.resolve("mine"));
    Cli.Outcome outcome = run("runtime", "list");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("mine      unknown  unusable  " + root.resolve("mine"));
    assertThat(outcome.err())
        .startsWith("rank1: note: mine: found no llama library; ")
        .hasLineCount(1);
    assertThat(run("runtime", "list", "--json").out())
        .contains("\"version\":null,\"backends\":[]", "\"error\":\"found no llama library; ");
  }

  @Test
  void whatCannotBeInstalledIsOneLineAndCode4() {
    Cli.Outcome unfetched = run("runtime", "install", "cuda");
    assertThat(unfetched.code()).isEqualTo(4);
    assertThat(unfetched.out()).isEmpty();
    assertThat(unfetched.err().lines())
        .hasSize(2)
        .first()
        .isEqualTo("rank1: fetching @fake/linux@1.2.3 with npm");
    assertThat(unfetched.err()).contains("'npm pack @fake/linux@1.2.3'", "--from FILE");

    Cli.Outcome unknown = run("runtime", "install", "METAL");
    assertThat(unknown.code()).isEqualTo(4);
    assertThat(unknown.err())
        .startsWith("rank1: cannot install metal on Fake: ")
        .contains("--runtime DIR")
        .hasLineCount(1);
  }

  @Test
  void aDamagedFileIsCode4() throws IOException {
    pack("libllama.so");
    Cli.Outcome outcome = run("runtime", "install", "cuda", "--from", file);

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(List.of(outcome.err().split("\n")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("rank1: " + file + " is damaged or not @fake/linux@1.2.3: ");
  }

  @Test
  void whatIsNotInstalledCannotBeRemoved() {
    assertThat(run("runtime", "remove", "embedded"))
        .isEqualTo(
            new Cli.Outcome(
                2,
                "",
                "rank1: no runtime embedded is installed; 'rank1 runtime list' shows those that"
                    + " are\n"));
  }

  /** Runs with one that has a GPU's backend installed, and this report of it. */
  private Cli.Outcome runWithCuda(ProbeReport report, Object... words) {
    run("runtime", "install", "cuda", "--from", file);
    return new Cli()
        .withInstaller(installer)
        .withProbe((folder, model) -> folder.isPresent() ? report : FINE)
        .run(words);
  }

  @Test
  void theDoctorTellsWhatAutoPassesOver() {
    Cli.Outcome outcome = runWithCuda(FINE, "doctor", "--runtime", "auto");
    assertThat(outcome.out())
        .contains(
            "warning  runtime    cuda is passed over: it has no GPU; mend it, or take it away by"
                + " 'rank1 runtime remove cuda'\n",
            "ok       runtime    llama.cpp, inside the program\n");
  }

  @Test
  void theDoctorTellsWhatAutoCannotTry() {
    ProbeReport untried = ProbeReport.untried("cannot start a process");
    Cli.Outcome outcome = runWithCuda(untried, "doctor", "--runtime", "auto");
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out())
        .contains(
            "failure  runtime    the installed llama.cpp cuda could not be tried: cannot start a"
                + " process; --runtime cuda takes it without a trial, --runtime embedded does"
                + " without it\n");
  }

  @Test
  void otherCommandsTellItOnceOnStandardError() throws IOException {
    String out = dir.resolve("out.gguf").toString();
    String[] quantize = {
      "models", "quantize", DemoModel.file().toString(), out, "q4_k", "--runtime", "auto"
    };
    Cli.Outcome passedOver = runWithCuda(FINE, (Object[]) quantize);
    assertThat(passedOver.err().lines())
        .hasSize(3)
        .startsWith(
            "rank1: note: the installed llama.cpp cuda is passed over: it has no GPU",
            "rank1: note: the llama.cpp in use is the embedded one, b4916, on the CPU");

    Cli.Outcome untried =
        runWithCuda(ProbeReport.untried("cannot start a process"), (Object[]) quantize);
    assertThat(untried.code()).isEqualTo(4);
    assertThat(untried.err())
        .hasLineCount(1)
        .contains("cuda could not be tried: cannot start a process; --runtime cuda takes it ");
  }
}
