package io.rank1.models.gguf;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Brings a growing file to the disk while it grows, on a thread of its own, so that little is left
 * to wait for at its end: systems put that off until much of the memory waits. Used by one thread.
 */
final class EarlyForce implements AutoCloseable {
  private static final long STEP = 128L << 20;

  private final FileChannel file;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "rank1-force");
            daemon.setDaemon(true);
            return daemon;
          });
  private Future<Void> running;
  private long written;

  /**
   * @param file stays open until this is closed
   */
  EarlyForce(FileChannel file) {
    this.file = file;
  }

  /**
   * Notes that the file has grown.
   *
   * @throws IOException what the disk has refused before: a system may tell that once only
   */
  void wrote(long bytes) throws IOException {
    written += bytes;
    if (written >= STEP && (running == null || running.isDone())) {
      await();
      written = 0;
      running =
          thread.submit(
              () -> {
                file.force(false);
                return null;
              });
    }
  }

  /**
   * Waits for what is under way.
   *
   * @throws IOException what the disk has refused
   */
  void await() throws IOException {
    if (running == null) {
      return;
    }
    try {
      running.get();
      running = null;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException problem
          ? new IOException(problem.getMessage(), problem)
          : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Ends the thread, once what is under way has ended; it is not interrupted, which closes files.
   */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = Thread.interrupted();
    while (running != null && !running.isDone()) {
      try {
        running.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break; // whoever completes the file is told by await
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
