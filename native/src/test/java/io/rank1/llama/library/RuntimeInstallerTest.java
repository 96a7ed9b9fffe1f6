package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeInstallerTest {

  private final List<String> progress = new ArrayList<>();
  @TempDir Path dir;
  private Path file;
  private InstalledRuntimes installed;

  @BeforeEach
  void makePackage() throws IOException {
    file = pack("first.tgz", "first");
    installed = new InstalledRuntimes(dir.resolve("data/runtimes"));
  }

  private Path pack(String name, String content) throws IOException {
    Path packed = dir.resolve(name);
    try (FakePackage made = FakePackage.at(packed)) {
      made.with("package/LICENSE", "MIT").withLibraries(content);
    }
    return packed;
  }

  /** What installs a version whose content is that of a file. */
  private RuntimeInstaller installer(String version, Path content, PackageSource source)
      throws IOException {
    RuntimePackage wanted = new RuntimePackage("@fake/linux", version, Integrity.of(content));
    return new RuntimeInstaller(
        installed, new RuntimeCatalog("Fake", Map.of(RuntimeBackend.CPU, wanted)), source);
  }

  private RuntimeInstaller installer(String version, Path content) throws IOException {
    return installer(
        version,
        content,
        (wanted, folder) -> {
          throw new IOException("nothing is to be fetched");
        });
  }

  private String content(InstalledRuntime runtime) throws IOException {
    return Files.readString(
        RuntimeFolder.find(runtime.folder(), LibraryNames.ofThisSystem()).llama());
  }

  private List<String> left() {
    return Listing.names(installed.root());
  }

  @Test
  void aFileIsInstalledUnderItsBackendsName() throws IOException {
    InstalledRuntime cpu =
        installer("1.0.0", file).install(RuntimeBackend.CPU, file, progress::add);

    assertThat(cpu)
        .isEqualTo(
            new InstalledRuntime("cpu", installed.root().resolve("cpu"), Optional.of("1.0.0")));
    assertThat(installed.list()).containsExactly(cpu);
    assertThat(content(cpu)).isEqualTo("first");
    assertThat(cpu.folder().resolve("LICENSE")).hasContent("MIT");
    assertThat(left()).containsExactly("cpu");
    assertThat(progress).containsExactly("verifying first.tgz", "unpacking @fake/linux@1.0.0");
    assertThat(file).exists();
  }

  @Test
  void aPackageIsFetchedAndNothingElseIsKept() throws IOException {
    PackageSource source =
        (wanted, folder) -> Files.copy(file, folder.resolve(wanted.version() + ".tgz"));
    InstalledRuntime cpu =
        installer("1.0.0", file, source).install(RuntimeBackend.CPU, progress::add);

    assertThat(content(cpu)).isEqualTo("first");
    assertThat(left()).containsExactly("cpu");
    assertThat(progress).first().isEqualTo("fetching @fake/linux@1.0.0 with npm");
  }

  @Test
  void whatCannotBeFetchedCanBeCarriedOver() throws IOException {
    RuntimeInstaller installer =
        installer(
            "1.0.0",
            file,
            (wanted, folder) -> {
              Files.createFile(folder.resolve("half.tgz"));
              throw new IOException("no network");
            });

    assertThatThrownBy(() -> installer.install(RuntimeBackend.CPU, progress::add))
        .isInstanceOf(LibraryException.class)
        .hasMessage(
            "cannot fetch @fake/linux@1.0.0: no network; run 'npm pack @fake/linux@1.0.0' where it"
                + " works, carry the file over, and use 'rank1 runtime install cpu --from FILE'");
    assertThat(left()).isEmpty();
  }

  @Test
  void aNewerOneReplacesTheOlder() throws IOException {
    Path newer = pack("second.tgz", "second");
    installer("1.0.0", file).install(RuntimeBackend.CPU, file, progress::add);
    InstalledRuntime cpu =
        installer("2.0.0", newer).install(RuntimeBackend.CPU, newer, progress::add);

    assertThat(cpu.version()).contains("2.0.0");
    assertThat(content(cpu)).isEqualTo("second");
    assertThat(left()).containsExactly("cpu");
  }

  @Test
  void anotherFileIsRefusedAndWhatIsInstalledStays() throws IOException {
    Path other = pack("other.tgz", "other");
    RuntimeInstaller installer = installer("1.0.0", file);
    InstalledRuntime cpu = installer.install(RuntimeBackend.CPU, file, progress::add);

    assertThatThrownBy(() -> installer.install(RuntimeBackend.CPU, other, progress::add))
        .isInstanceOf(LibraryException.class)
        .hasMessageStartingWith(other + " is damaged or not @fake/linux@1.0.0: its hash is sha512-")
        .hasMessageContaining(Integrity.of(other) + ", expected " + Integrity.of(file))
        .hasMessageEndingWith("'npm pack @fake/linux@1.0.0'");
    assertThat(content(cpu)).isEqualTo("first");
    assertThat(left()).containsExactly("cpu");
  }

  @Test
  void aCutOffFileIsRefused() throws IOException {
    RuntimeInstaller installer = installer("1.0.0", file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));

    assertThatThrownBy(() -> installer.install(RuntimeBackend.CPU, file, progress::add))
        .hasMessageContaining("is damaged");
    assertThat(left()).isEmpty();
  }

  @Test
  void aDamageThatTheHashAgreesWithLeavesNothingBehind() throws IOException {
    Path cut = dir.resolve("cut.tgz");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(file), 150));
    installer("1.0.0", file).install(RuntimeBackend.CPU, file, progress::add);

    RuntimeInstaller installer = installer("2.0.0", cut);
    assertThatThrownBy(() -> installer.install(RuntimeBackend.CPU, cut, progress::add))
        .isInstanceOf(LibraryException.class)
        .hasMessageStartingWith("cannot unpack " + cut + ": ");
    assertThat(installed.find("cpu").orElseThrow().version()).contains("1.0.0");
    assertThat(left()).containsExactly("cpu");
  }

  @Test
  void aPackageWithoutLlamaIsRefused() throws IOException {
    Path empty = dir.resolve("empty.tgz");
    try (FakePackage made = FakePackage.at(empty)) {
      made.with("package/LICENSE", "MIT");
    }
    RuntimeInstaller installer = installer("1.0.0", empty);

    assertThatThrownBy(() -> installer.install(RuntimeBackend.CPU, empty, progress::add))
        .hasMessage(empty + " holds no llama.cpp for this system");
    assertThat(left()).isEmpty();
  }

  @Test
  void aMissingFileAndAMissingPackageAreNamed() throws IOException {
    RuntimeInstaller installer = installer("1.0.0", file);
    Path missing = dir.resolve("missing.tgz");

    assertThatThrownBy(() -> installer.install(RuntimeBackend.CPU, missing, progress::add))
        .hasMessage("cannot read " + missing + ": no such file");
    assertThatThrownBy(() -> installer.install(RuntimeBackend.CUDA, file, progress::add))
        .hasMessageStartingWith("cannot install cuda on Fake: ");
  }

  @Test
  void aFolderThatCannotBeMadeIsOneLine() throws IOException {
    installed = new InstalledRuntimes(file.resolve("runtimes"));
    RuntimeInstaller installer = installer("1.0.0", file);

    assertThatThrownBy(() -> installer.install(RuntimeBackend.CPU, file, progress::add))
        .isInstanceOf(LibraryException.class)
        .hasMessageStartingWith("cannot install to " + installed.root() + " (set RANK1_DATA ");
  }

  @Test
  void whatKilledProcessesLeftIsNoInstallationAndIsDeletedADayLater() throws IOException {
    RuntimeInstaller installer = installer("1.0.0", file);
    Path fresh = Files.createDirectories(installed.root().resolve(".part-fresh/cpu")).getParent();
    Path old = Files.createDirectories(installed.root().resolve(".part-old/cpu")).getParent();
    Files.createFile(old.resolve("cpu/libllama.so"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    assertThat(installed.list()).isEmpty();

    installer.install(RuntimeBackend.CPU, file, progress::add);

    assertThat(left()).containsExactly(fresh.getFileName().toString(), "cpu");
  }
}
