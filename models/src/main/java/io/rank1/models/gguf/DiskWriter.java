package io.rank1.models.gguf;

import io.rank1.models.thread.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Appends to an empty file, in large steps and on a thread of its own, while the next are filled.
 * Used by one thread.
 *
 * <p>Through a {@link DirectFile} the steps go to the disk at once; others are brought there every
 * now and then, since systems put that off until much of the memory waits.
 */
final class DiskWriter implements AutoCloseable {
  /** Larger ones keep a disk busier that is written to directly. */
  static final int DIRECT_STEP = 4 << 20;

  private static final int STEP = 1 << 20;

  /** Steps that wait for the disk: it is not equally fast at all times. */
  private static final int MAX_WAITING = 4;

  private final FileChannel file;
  private final Optional<DirectFile> direct;
  private final long forceStep;
  private final ExecutorService thread = Threads.daemons(1, "rank1-disk");
  private final Deque<Future<ByteBuffer>> waiting = new ArrayDeque<>();
  private ByteBuffer filling;

  /** On the thread of this. */
  private long position;

  /** What waits for the disk; on the thread of this. */
  private long unforced;

  /**
   * @param file stays open until this is closed
   * @param direct the same file, likewise
   * @param forceStep bytes that may wait for the disk, about
   */
  DiskWriter(FileChannel file, Optional<DirectFile> direct, long forceStep) {
    this.file = file;
    this.direct = direct;
    this.forceStep = forceStep;
    this.filling = buffer();
  }

  private ByteBuffer buffer() {
    return direct.map(DirectFile::buffer).orElseGet(() -> ByteBuffer.allocateDirect(STEP));
  }

  /**
   * Takes all that remains of a buffer.
   *
   * @throws IOException what the disk has refused of this, or of what came before
   */
  void append(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      int chunk = Math.min(source.remaining(), filling.remaining());
      filling.put(filling.position(), source, source.position(), chunk);
      filling.position(filling.position() + chunk);
      source.position(source.position() + chunk);
      if (!filling.hasRemaining()) {
        handOn();
      }
    }
  }

  /**
   * Hands on what is left, and waits until the system has all. Nothing can be appended after it.
   *
   * @throws IOException what the disk has refused
   */
  void finish() throws IOException {
    handOn();
    while (!waiting.isEmpty()) {
      await();
    }
  }

  private void handOn() throws IOException {
    ByteBuffer full = filling.flip();
    waiting.add(
        thread.submit(
            () -> {
              write(full);
              return full;
            }));
    filling = waiting.size() < MAX_WAITING ? buffer() : await().clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int count = direct.isPresent() ? direct.get().tryWrite(bytes, position) : 0;
      if (count == 0) {
        count = file.write(bytes, position);
        unforced += count;
      }
      position += count;
    }
    if (unforced >= forceStep) {
      file.force(false);
      unforced = 0;
    }
  }

  /** The first that waits, when it is written. */
  private ByteBuffer await() throws IOException {
    return Threads.await(waiting.remove());
  }

  /** Ends the thread, once the step that is under way is written; others are left out. */
  @Override
  public void close() {
    waiting.forEach(step -> step.cancel(false)); // an interrupt would close the file
    thread.shutdown();
    Threads.awaitEnd(thread);
  }
}
