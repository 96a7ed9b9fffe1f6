package io.rank1.models.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other threads and processes of this program from fetching the same file. */
final class PullLock implements AutoCloseable {

  private static final long PERIOD_MILLIS = 200;

  private final Path file;
  private final FileChannel channel;

  private PullLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @param file made if it is not there, refused if it is a symbolic link; it may stay behind
   * @param held run once if the lock is held by another
   * @throws HubException when there are no locks here, or the thread is interrupted
   */
  static PullLock take(Path file, Runnable held) {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw Disk.problem("lock", file, e);
    }
    PullLock lock = new PullLock(file, channel);
    boolean taken = false;
    try {
      if (!lock.tryNow()) {
        held.run();
        while (!lock.tryNow()) {
          Thread.sleep(PERIOD_MILLIS);
        }
      }
      taken = true;
      return lock;
    } catch (IOException e) {
      throw Disk.problem("lock", file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(HubException.Kind.STOPPED, file + ": stopped", e);
    } finally {
      if (!taken) {
        lock.close();
      }
    }
  }

  private boolean tryNow() throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process
    }
  }

  /** Releases it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Disk.problem("unlock", file, e);
    }
  }
}
