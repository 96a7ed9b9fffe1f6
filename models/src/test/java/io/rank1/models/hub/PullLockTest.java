package io.rank1.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PullLockTest {

  @TempDir Path folder;

  /** What the kernel says: it lists the locks of all processes by inode. */
  private static boolean isLocked(Path file) throws Exception {
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .anyMatch(line -> line.contains(inode) && line.contains("POSIX"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aThreadThatGivesUpWaitingLeavesTheLockToItsOwner() throws Exception {
    Path file = folder.resolve("lock");
    CountDownLatch waits = new CountDownLatch(1);
    try (PullLock owner = PullLock.take(file, () -> {})) {
      assertThat(owner).isNotNull();
      Thread other = new Thread(() -> PullLock.take(file, waits::countDown).close());
      other.setUncaughtExceptionHandler((thread, problem) -> {});
      other.start();
      waits.await();
      other.interrupt();
      other.join();
      assertThat(isLocked(file)).isTrue();
    }
    assertThat(isLocked(file)).isFalse();
  }

  @Test
  void theNextThreadGetsItWhenTheFirstIsDone() throws Exception {
    Path file = folder.resolve("lock");
    CompletableFuture<Void> waits = new CompletableFuture<>();
    PullLock first = PullLock.take(file, () -> {});
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> PullLock.take(file, () -> waits.complete(null)).close());
    waits.get();
    assertThat(second).isNotDone();
    first.close();
    second.get(10, TimeUnit.SECONDS);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aLinkInItsPlaceIsRefused() throws Exception {
    Path other = folder.resolve("other");
    Path link = Files.createSymbolicLink(folder.resolve("lock"), other);
    assertThatThrownBy(() -> PullLock.take(link, () -> {}).close())
        .isInstanceOf(HubException.class)
        .hasMessageContaining("symbolic link");
    assertThat(other).doesNotExist();
    Files.createFile(other);
    assertThatThrownBy(() -> PullLock.take(link, () -> {}).close())
        .isInstanceOf(HubException.class);
  }
}
