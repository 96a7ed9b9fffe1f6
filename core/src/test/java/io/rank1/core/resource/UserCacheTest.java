package io.rank1.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserCacheTest {

  private static final String RESOURCE = "io/rank1/core/resource/UserCacheTest.class";
  private static final ClassLoader LOADER = UserCacheTest.class.getClassLoader();

  @TempDir Path folder;
  private byte[] content;
  private PackedFile packed;

  @BeforeEach
  void readResource() throws Exception {
    try (InputStream in = LOADER.getResourceAsStream(RESOURCE)) {
      content = in.readAllBytes();
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
    packed = new PackedFile(RESOURCE, HexFormat.of().formatHex(digest));
  }

  @Test
  void aFileIsTakenOutOnceAndKept() throws IOException {
    Path file = new UserCache(folder).provide(packed, LOADER);

    assertThat(file).isEqualTo(folder.resolve(packed.sha256()).resolve("UserCacheTest.class"));
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    ClassLoader empty = new ClassLoader(null) {};
    assertThat(new UserCache(folder).provide(packed, empty)).isEqualTo(file);
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    UserCache cache = new UserCache(folder);
    Path file = cache.provide(packed, LOADER);
    byte[] damaged = content.clone();
    damaged[100] ^= 1;
    Files.write(file, damaged);

    cache.provide(packed, LOADER);

    assertThat(Files.readAllBytes(file)).isEqualTo(content);
  }

  @Test
  void aCutOffFileIsReplacedAndNoPartIsLeftBehind() throws IOException {
    UserCache cache = new UserCache(folder);
    Path file = cache.provide(packed, LOADER);
    Files.write(file, new byte[10]);

    cache.provide(packed, LOADER);

    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void manyAtOnceSeeOnlyWholeFiles() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      List<Callable<byte[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        tasks.add(() -> Files.readAllBytes(new UserCache(folder).provide(packed, LOADER)));
      }
      for (Future<byte[]> read : pool.invokeAll(tasks)) {
        assertThat(read.get()).isEqualTo(content);
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

    assertThatThrownBy(() -> new UserCache(folder).provide(packed, other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has SHA-256 039058c6")
        .hasMessageContaining("another version");
  }

  @Test
  void aMissingResourceIsNamed() {
    ClassLoader empty = new ClassLoader(null) {};

    assertThatThrownBy(() -> new UserCache(folder).provide(packed, empty))
        .hasMessageContaining("no resource " + RESOURCE);
  }

  @Test
  void theUsersFolderFollowsThePlatformsCustom() throws IOException {
    Map<String, String> own = Map.of("RANK1_CACHE", "/own", "XDG_CACHE_HOME", "/xdg");
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", "/xdg");
    Map<String, String> local = Map.of("LOCALAPPDATA", "/local");
    Optional<Path> home = Optional.of(Path.of("/home/me"));

    assertThat(UserCache.forUser(own, "Linux", home).section("models")).hasToString("/own/models");
    assertThat(UserCache.forUser(xdg, "Linux", home)).hasToString("/xdg/rank1");
    assertThat(UserCache.forUser(Map.of(), "Linux", home)).hasToString("/home/me/.cache/rank1");
    assertThat(UserCache.forUser(Map.of(), "Mac OS X", home))
        .hasToString("/home/me/Library/Caches/rank1");
    assertThat(UserCache.forUser(local, "Windows 11", home)).hasToString("/local/rank1/cache");
  }

  @Test
  void withoutAHomeFolderItHasToBeNamed() throws IOException {
    Map<String, String> own = Map.of("RANK1_CACHE", "/own");
    assertThat(UserCache.forUser(own, "Linux", Optional.empty())).hasToString("/own");
    assertThatThrownBy(() -> UserCache.forUser(Map.of(), "Linux", Optional.empty()))
        .isInstanceOf(UserHome.MissingException.class)
        .hasMessageContaining("HOME is not set")
        .hasMessageEndingWith("set HOME or RANK1_CACHE");
  }

  @Test
  void aFileOfUnknownContentIsTakenOutToo() throws IOException {
    UserCache cache = new UserCache(folder);
    assertThat(cache.provide(RESOURCE, LOADER)).contains(cache.provide(packed, LOADER));
    assertThat(cache.provide("no/such/resource", LOADER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/absolute", "folder/"})
  void aResourceIsARelativePathToAFile(String resource) {
    assertThatThrownBy(() -> new PackedFile(resource, "0".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0x"})
  void aHashIsAHash(String sha256) {
    assertThatThrownBy(() -> new PackedFile("a/b", sha256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SHA-256");
  }
}
