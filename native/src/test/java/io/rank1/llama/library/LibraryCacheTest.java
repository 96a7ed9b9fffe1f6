package io.rank1.llama.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LibraryCacheTest {

  private static final EmbeddedLibrary LIBRARY = EmbeddedLibrary.LINUX_X86_64;
  private static final ClassLoader LOADER = LibraryCacheTest.class.getClassLoader();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyPinnedLibraryIsTheOneInTheJar(EmbeddedLibrary library) throws IOException {
    Path file = new LibraryCache(folder).provide(library, LOADER);

    assertThat(file).isEqualTo(folder.resolve(library.sha256()).resolve(library.fileName()));
    assertThat(Files.size(file)).isGreaterThan(4_000_000);
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    LibraryCache cache = new LibraryCache(folder);
    Path file = cache.provide(LIBRARY, LOADER);
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[1000] ^= 1;
    Files.write(file, damaged);

    cache.provide(LIBRARY, LOADER);

    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void aCutOffFileIsReplacedAndNoPartIsLeftBehind() throws IOException {
    LibraryCache cache = new LibraryCache(folder);
    Path file = cache.provide(LIBRARY, LOADER);
    Files.write(file, new byte[10]);

    cache.provide(LIBRARY, LOADER);

    assertThat(Files.size(file)).isGreaterThan(4_000_000);
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void manyAtOnceSeeOnlyWholeFiles() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        tasks.add(() -> Files.size(new LibraryCache(folder).provide(LIBRARY, LOADER)));
      }
      for (Future<Long> size : pool.invokeAll(tasks)) {
        assertThat(size.get()).isEqualTo(5_622_712L);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void anotherVersionOnTheClassPathIsRefused() {
    ClassLoader other =
        new ClassLoader() {
          @Override
          public InputStream getResourceAsStream(String name) {
            return new ByteArrayInputStream(new byte[] {1, 2, 3});
          }
        };

    assertThatThrownBy(() -> new LibraryCache(folder).provide(LIBRARY, other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has SHA-256 039058c6")
        .hasMessageContaining("another version of de.kherud:llama");
  }

  @Test
  void aMissingResourceIsNamed() {
    ClassLoader empty = new ClassLoader(null) {};

    assertThatThrownBy(() -> new LibraryCache(folder).provide(LIBRARY, empty))
        .hasMessageContaining("no resource de/kherud/llama/Linux/x86_64/libjllama.so");
  }

  @Test
  void theUsersFolderFollowsThePlatformsCustom() throws IOException {
    Map<String, String> own = Map.of("RANK1_CACHE", folder.resolve("own").toString());
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", folder.resolve("xdg").toString());
    Path home = folder.resolve("home");

    assertThat(LibraryCache.forUser(own, "Linux", home).provide(LIBRARY, LOADER))
        .startsWith(folder.resolve("own/native"));
    assertThat(LibraryCache.forUser(xdg, "Linux", home).provide(LIBRARY, LOADER))
        .startsWith(folder.resolve("xdg/rank1/native"));
    assertThat(LibraryCache.forUser(Map.of(), "Linux", home).provide(LIBRARY, LOADER))
        .startsWith(home.resolve(".cache/rank1/native"));
    assertThat(LibraryCache.forUser(Map.of(), "Mac OS X", home).provide(LIBRARY, LOADER))
        .startsWith(home.resolve("Library/Caches/rank1/native"));
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
