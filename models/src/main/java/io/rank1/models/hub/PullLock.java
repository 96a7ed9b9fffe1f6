package io.rank1.models.hub;

import io.rank1.core.files.HeldFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps other threads and processes of this program from fetching the same file. */
final class PullLock implements AutoCloseable {

  private static final long PERIOD_MILLIS = 200;

  private final Path path;
  private final HeldFile file;

  private PullLock(Path path, HeldFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Waits for the lock.
   *
   * @param path made if it is not there, refused if it is a symbolic link; it may stay behind
   * @param held run once if the lock is held by another
   * @throws HubException when there are no locks here, or the thread is interrupted
   */
  static PullLock take(Path path, Runnable held) {
    try {
      Optional<PullLock> lock = tryNow(path);
      if (lock.isEmpty()) {
        held.run();
      }
      while (lock.isEmpty()) {
        Thread.sleep(PERIOD_MILLIS);
        lock = tryNow(path);
      }
      return lock.get();
    } catch (IOException e) {
      throw Disk.problem("lock", path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(HubException.Kind.STOPPED, path + ": stopped", e);
    }
  }

  /** Never opens a file that another thread has locked: closing it would give up that lock. */
  private static Optional<PullLock> tryNow(Path path) throws IOException {
    HeldFile file;
    try {
      if (Files.isSymbolicLink(path)) {
        throw new IOException("it is a symbolic link");
      }
      file = HeldFile.write(path, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
    } catch (HeldFile.TakenException e) {
      return Optional.empty(); // another thread of this process
    }
    boolean locked = false;
    try {
      locked = file.channel().tryLock() != null;
      return locked ? Optional.of(new PullLock(path, file)) : Optional.empty();
    } finally {
      if (!locked) {
        file.close();
      }
    }
  }

  /** Releases it. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw Disk.problem("unlock", path, e);
    }
  }
}
