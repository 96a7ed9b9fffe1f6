package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeFolderTest {

  @TempDir Path temporary;
  private Path dir;

  @BeforeEach
  void makeFolder() throws IOException {
    dir = Files.createDirectory(temporary.resolve("llama.cpp"));
  }

  private void files(String folder, String... names) throws IOException {
    Path place = Files.createDirectories(dir.resolve(folder).normalize());
    for (String name : names) {
      Files.createFile(place.resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "lib", "bin", "build/bin", "bins/linux-x64", "package/bins/linux-x64-cuda"})
  void librariesAreFoundWhereTheyAreUsuallyPut(String place) throws IOException {
    files(place, "libllama.so", "libggml.so", "libggml-base.so", "libggml-cpu.so");
    Path folder = dir.resolve(place);

    assertThat(RuntimeFolder.find(dir, LibraryNames.LINUX))
        .isEqualTo(
            new RuntimeFolder(
                folder,
                folder.resolve("libllama.so"),
                folder.resolve("libggml.so"),
                new BackendFiles(folder, List.of("cpu"))));
  }

  @Test
  void thePlainestNameIsTaken() throws IOException {
    files("", "libllama.so.0.0.1234", "libllama.so", "libllama.so.0", "libllama-common.so");
    files("", "libggml.so.0", "libggml.so.0.9.4", "libggml-base.so", "libggml-cpu.so");
    RuntimeFolder found = RuntimeFolder.find(dir, LibraryNames.LINUX);

    assertThat(found.llama()).hasFileName("libllama.so");
    assertThat(found.ggml()).hasFileName("libggml.so.0");
  }

  @Test
  void aCudaPackageHasTwoKindsOfBackends() throws IOException {
    files("package/bins/linux-x64-cuda", "libllama.cuda.v0.5.0.so", "libggml.cuda.v0.5.0.so");
    files("package/bins/linux-x64-cuda", "libggml-cuda.so", "libggml-cpu-x64.so");
    files("package/bins/linux-x64-cuda", "libggml-cpu-zen4.so", "libggml-base.so");
    RuntimeFolder found = RuntimeFolder.find(dir, LibraryNames.LINUX);

    assertThat(found.llama()).hasFileName("libllama.cuda.v0.5.0.so");
    assertThat(found.ggml()).hasFileName("libggml.cuda.v0.5.0.so");
    assertThat(found.backends().kinds()).containsExactly("cpu", "cuda");
  }

  @Test
  void homebrewPutsBackendsInLibexec() throws IOException {
    files("lib", "libllama.dylib", "libggml.dylib", "libggml-base.dylib");
    files("libexec", "libggml-metal.so", "libggml-cpu-apple_m1.so");

    assertThat(RuntimeFolder.find(dir, LibraryNames.MAC).backends())
        .isEqualTo(new BackendFiles(dir.resolve("libexec"), List.of("cpu", "metal")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void homebrewsPrefixLinksToTheFolderThatHasLibexec() throws IOException {
    files("Cellar/ggml/lib", "libggml.dylib");
    files("Cellar/ggml/libexec", "libggml-metal.so");
    files("lib", "libllama.dylib");
    Path link = dir.resolve("lib/libggml.dylib");
    Files.createSymbolicLink(link, dir.resolve("Cellar/ggml/lib/libggml.dylib"));
    RuntimeFolder found = RuntimeFolder.find(dir, LibraryNames.MAC);

    assertThat(found.ggml()).isEqualTo(link);
    assertThat(found.backends().folder())
        .isEqualTo(dir.toRealPath().resolve("Cellar/ggml/libexec"));
  }

  @Test
  void backendsMayBeBuiltIn() throws IOException {
    files("", "llama.dll", "ggml.dll", "ggml-base.dll");

    assertThat(RuntimeFolder.find(dir, LibraryNames.WINDOWS).backends())
        .isEqualTo(new BackendFiles(dir, List.of()));
  }

  @Test
  void aRelativeNameGivesAbsolutePaths() throws IOException {
    files("", "libllama.so", "libggml.so");
    Path relative = Path.of("").toAbsolutePath().relativize(dir);

    assertThat(RuntimeFolder.find(relative, LibraryNames.LINUX).folder()).isEqualTo(dir);
  }

  @Test
  void everyPlaceThatWasTriedIsNamed() throws IOException {
    files("bins/linux-x64", "libggml.so", "libllama-common.so", "libllama.dylib");

    assertThatThrownBy(() -> RuntimeFolder.find(dir, LibraryNames.LINUX))
        .isInstanceOf(LibraryException.class)
        .hasMessage(
            "found no llama library; give a folder that holds both, tried: "
                + String.join(
                    ", ",
                    dir.toString(),
                    dir.resolve("lib").toString(),
                    dir.resolve("bin").toString(),
                    dir.resolve("build/bin").toString(),
                    dir.resolve("bins/linux-x64").toString(),
                    dir.resolve("package/bins").resolve("*").toString()));
  }

  @Test
  void aLlamaWithoutItsGgmlIsSaidToBeOne() throws IOException {
    files("lib", "libllama.so", "libggml-base.so");

    assertThatThrownBy(() -> RuntimeFolder.find(dir, LibraryNames.LINUX))
        .isInstanceOf(LibraryException.class)
        .hasMessageStartingWith("found the llama library, but not the ggml library beside it; ");
  }

  @Test
  void whatIsNoFolderIsRefused() throws IOException {
    Path file = Files.createFile(dir.resolve("libllama.so"));

    assertThatThrownBy(() -> RuntimeFolder.find(file, LibraryNames.LINUX))
        .hasMessage(file + " is not a folder; give one with llama.cpp's libraries");
    assertThatThrownBy(() -> RuntimeFolder.find(dir.resolve("missing"), LibraryNames.LINUX))
        .hasMessageContaining("is not a folder");
  }

  @Test
  void librariesLieInTheFolder() {
    Path llama = dir.resolve("libllama.so");
    BackendFiles none = new BackendFiles(dir, List.of());

    assertThatThrownBy(() -> new RuntimeFolder(dir, llama, temporary.resolve("libggml.so"), none))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
