package io.rank1.models.convert;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that work on pieces, a few ahead of who takes the results in order. Memory is that of a
 * few pieces for each thread. Driven by one thread; interrupting it ends the work.
 */
final class PiecePool implements AutoCloseable {
  /** What is done with one piece. */
  @FunctionalInterface
  interface Work<T> {
    T run(int piece, ByteBuffer out, ByteBuffer scratch) throws IOException;
  }

  /** Takes results in the order of the pieces. */
  @FunctionalInterface
  interface Taker<T> {
    void take(T result, ByteBuffer out) throws IOException;
  }

  private record Done<T>(T result, ByteBuffer out) {}

  private final int ahead;
  private final ExecutorService threads;

  /** The last one used first: its memory is in the caches. */
  private final ConcurrentLinkedDeque<ByteBuffer> buffers = new ConcurrentLinkedDeque<>();

  PiecePool(int threadCount) {
    this.ahead = 2 * threadCount + 1;
    this.threads =
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, "rank1-convert");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Works on all pieces. After an error the threads may still be at work on others, until this pool
   * is closed.
   *
   * @param work runs on the pool's threads; what it appends to its buffer goes to the taker
   * @param taker runs on the calling thread
   * @throws InterruptedIOException if the calling thread is interrupted
   * @throws IOException of the first piece that fails
   */
  <T> void run(int pieces, Work<T> work, Taker<T> taker) throws IOException {
    Deque<Future<Done<T>>> started = new ArrayDeque<>();
    try {
      for (int next = 0; next < pieces || !started.isEmpty(); ) {
        if (next < pieces && started.size() < ahead) {
          int piece = next++;
          started.add(threads.submit(() -> work(piece, work)));
          continue;
        }
        Done<T> done = Threads.await(started.remove());
        taker.take(done.result(), done.out().flip());
        buffers.push(done.out());
      }
    } finally {
      started.forEach(future -> future.cancel(true));
    }
  }

  private <T> Done<T> work(int piece, Work<T> work) throws IOException {
    ByteBuffer out = buffer();
    ByteBuffer scratch = buffer();
    T result = work.run(piece, out, scratch);
    buffers.push(scratch);
    return new Done<>(result, out);
  }

  private ByteBuffer buffer() {
    ByteBuffer known = buffers.poll();
    return known != null
        ? known.clear()
        : ByteBuffer.allocateDirect(TensorSlot.PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Ends the threads, and returns when they have ended. */
  @Override
  public void close() {
    threads.shutdownNow();
    Threads.awaitEnd(threads);
  }
}
