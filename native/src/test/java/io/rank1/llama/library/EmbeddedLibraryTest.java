package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.resource.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedLibraryTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyPinnedLibraryIsTheOneInTheJar(EmbeddedLibrary library) throws IOException {
    ClassLoader loader = EmbeddedLibraryTest.class.getClassLoader();
    Path file = new UserCache(folder).provide(library.packed(), loader);

    assertThat(Files.size(file)).isGreaterThan(4_000_000);
  }

  @Test
  void platformsAreRecognisedByJavasNamesForThem() {
    assertThat(EmbeddedLibrary.forPlatform("Linux", "amd64"))
        .contains(EmbeddedLibrary.LINUX_X86_64);
    assertThat(EmbeddedLibrary.forPlatform("Mac OS X", "aarch64"))
        .contains(EmbeddedLibrary.MAC_AARCH64);
    assertThat(EmbeddedLibrary.forPlatform("Windows 11", "amd64")).isEmpty();
    assertThat(EmbeddedLibrary.forPlatform("Linux", "riscv64")).isEmpty();
  }
}
