package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The pinned processor package for this platform, where the environment names its file. */
@EnabledIfEnvironmentVariable(named = "RANK1_TEST_PACKAGE", matches = ".+")
class RealPackageTest {

  @TempDir Path dir;

  @Test
  void theRealPackageIsInstalled() {
    RuntimeInstaller installer =
        new RuntimeInstaller(
            new InstalledRuntimes(dir), RuntimeCatalog.ofThisPlatform(), NpmClient.onPath());
    Path file = Path.of(System.getenv("RANK1_TEST_PACKAGE"));
    InstalledRuntime cpu = installer.install(RuntimeBackend.CPU, file, line -> {});
    RuntimeFolder found = RuntimeFolder.find(cpu.folder(), LibraryNames.ofThisSystem());

    assertThat(found.llama()).isNotEmptyFile();
    assertThat(found.ggml()).isNotEmptyFile();
    assertThat(found.backends().kinds()).containsExactly("cpu");
    assertThat(cpu.version()).isPresent();
    assertThat(cpu.folder().resolve("LICENSE")).content().contains("MIT");
  }
}
