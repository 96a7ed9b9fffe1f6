package io.rank1.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The home folder, mounts, and the folder for temporary files. */
@DisabledOnOs(OS.WINDOWS)
class SurroundingsTest {

  private static final List<String> MOUNTS =
      List.of(
          "21 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw",
          "22 21 0:20 / /home rw,noexec,nosuid - tmpfs tmpfs rw",
          "23 22 0:21 / /home/me/a\\040b ro - tmpfs tmpfs rw",
          "24 21 0:22 / /tmp ro - tmpfs tmpfs rw",
          "25 21 0:23 / /tmp rw,noexec - tmpfs tmpfs rw");

  @TempDir Path dir;

  @Test
  void theHomeFolderIsTheOneThatTheEnvironmentNames() {
    assertThat(UserHome.of(Map.of("HOME", "/h")::get, "Linux", "/listed")).contains(Path.of("/h"));
    assertThat(UserHome.of(Map.of("HOME", "/h")::get, "Mac OS X", "/listed"))
        .contains(Path.of("/h"));
    assertThat(UserHome.of(Map.of("HOME", "/c/h")::get, "Windows 11", "/listed"))
        .contains(Path.of("/listed"));
  }

  @Test
  void withoutThatItIsTheListedOneAndNeverAQuestionMark() {
    Map<String, String> none = Map.of();
    assertThat(UserHome.of(none::get, "Linux", "/listed")).contains(Path.of("/listed"));
    assertThat(UserHome.of(Map.of("HOME", "")::get, "Linux", "/l")).contains(Path.of("/l"));
    assertThat(UserHome.of(Map.of("HOME", "rel")::get, "Linux", "/l")).contains(Path.of("/l"));
    assertThat(UserHome.of(none::get, "Linux", "?")).isEmpty();
    assertThat(UserHome.of(none::get, "Linux", null)).isEmpty();
  }

  @Test
  void theMountOfAFileIsTheInnermostAndLast() {
    Mount home = Mount.of(Path.of("/home/me/x"), MOUNTS).orElseThrow();
    assertThat(home).isEqualTo(new Mount(Path.of("/home"), Set.of("rw", "noexec", "nosuid")));
    assertThat(home.allowsPrograms()).isFalse();
    assertThat(home.isReadOnly()).isFalse();
    assertThat(Mount.of(Path.of("/home/me/a b/c"), MOUNTS).orElseThrow().isReadOnly()).isTrue();
    assertThat(Mount.of(Path.of("/homes"), MOUNTS).orElseThrow().allowsPrograms()).isTrue();
    assertThat(Mount.of(Path.of("/tmp/x"), MOUNTS).orElseThrow().isReadOnly()).isFalse();
    assertThat(Mount.of(Path.of("/x"), List.of("", "1 2", "garbage here and no mount"))).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everyFileOfThisMachineIsOnAMountWhetherItIsThereOrNot() {
    assertThat(Mount.of(Path.of("/proc/self/no/such/file")))
        .hasValueSatisfying(mount -> assertThat(mount.point()).isEqualTo(Path.of("/proc")));
  }

  @Test
  void temporaryFilesGoToTheCacheWhereTheUsualFolderCannotBeWritten() throws IOException {
    UserCache cache = new UserCache(dir.resolve("cache"));
    assertThat(TemporaryFolder.of(dir, cache)).isEqualTo(dir);
    assertThat(TemporaryFolder.of(dir.resolve("none"), cache))
        .isEqualTo(dir.resolve("cache/tmp"))
        .isDirectory();

    UserCache blocked = new UserCache(Files.createFile(dir.resolve("file")));
    assertThatThrownBy(() -> TemporaryFolder.of(dir.resolve("none"), blocked))
        .hasMessageContaining(dir.resolve("none") + " nor to " + dir.resolve("file/tmp"))
        .hasMessageContaining("; set RANK1_CACHE to a folder that can be written, or ");
  }

  @Test
  void aCacheThatCannotBeWrittenSaysWhyAndWhatHelps() throws IOException {
    UserCache cache = new UserCache(Files.createFile(dir.resolve("file")));
    assertThatThrownBy(
            () -> cache.provide("java/lang/Object.class", ClassLoader.getSystemClassLoader()))
        .isInstanceOfSatisfying(
            IOException.class,
            e ->
                assertThat(cache.whyNotWritten(e))
                    .startsWith("cannot write to " + dir.resolve("file") + ": ")
                    .endsWith("; set RANK1_CACHE to a folder that can be written"));
  }
}
