package io.rank1.models.convert;

import io.rank1.models.thread.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The pieces of all tensors, worked on by several threads that are a few pieces ahead of who takes
 * the results, beyond the end of a tensor too. Memory is that of a few pieces for each thread.
 * Driven by one thread; interrupting it ends the work.
 */
final class PieceStream<T> implements AutoCloseable {
  /** What is done with a tensor; called on several threads at once. */
  interface Work<T> {
    /** How many pieces the tensor is cut into. */
    int count(TensorSlot slot, Pieces pieces);

    /** Works on one; what it appends to {@code out} goes with the result. */
    T run(TensorSlot slot, Pieces pieces, int piece, ByteBuffer out, ByteBuffer scratch)
        throws IOException;
  }

  /** Takes results in the order of the pieces. */
  @FunctionalInterface
  interface Taker<T> {
    void take(T result, ByteBuffer out) throws IOException;
  }

  private record Done<T>(T result, ByteBuffer out) {}

  /** A tensor whose source is open, with the pieces that are begun and not taken. */
  private static final class Opened<T> {
    final TensorSlot slot;
    final Pieces pieces;
    final int count;
    final Deque<Future<Done<T>>> begun = new ArrayDeque<>();
    int next;

    Opened(TensorSlot slot, Pieces pieces, int count) {
      this.slot = slot;
      this.pieces = pieces;
      this.count = count;
    }
  }

  /** The one that is taken, and the one that is begun when all of the first is. */
  private static final int MAX_OPENED = 2;

  private final SourceReader sources;
  private final Work<T> work;
  private final int ahead;
  private final ExecutorService threads;
  private final Deque<Opened<T>> opened = new ArrayDeque<>();
  private int underWay;

  /** The last one used first: its memory is in the caches. */
  private final ConcurrentLinkedDeque<ByteBuffer> buffers = new ConcurrentLinkedDeque<>();

  /**
   * @param sources of tensors that are taken in the same order; stays open until this is closed
   */
  PieceStream(SourceReader sources, int threadCount, Work<T> work) {
    this.sources = sources;
    this.work = work;
    this.ahead = 4 * threadCount;
    this.threads = Threads.daemons(threadCount, "rank1-convert");
  }

  /**
   * Takes all pieces of the next tensor. After an error the threads may still be at work on others,
   * until this is closed.
   *
   * @param taker runs on the calling thread
   * @throws InterruptedIOException if the calling thread is interrupted
   * @throws IOException of the first piece that fails
   */
  void take(Taker<T> taker) throws IOException {
    begin(); // opens at least this one
    Opened<T> tensor = opened.element();
    for (int piece = 0; piece < tensor.count; piece++) {
      begin();
      Done<T> done = Threads.await(tensor.begun.remove());
      underWay--;
      taker.take(done.result(), done.out().flip());
      buffers.push(done.out());
    }
    opened.remove().pieces.release();
  }

  /** Begins as many pieces as may be under way. */
  private void begin() throws IOException {
    while (underWay < ahead) {
      Opened<T> last = opened.peekLast();
      if (last != null && last.next < last.count) {
        int piece = last.next++;
        last.begun.add(threads.submit(() -> work(last, piece)));
        underWay++;
      } else if (opened.isEmpty() || opened.size() < MAX_OPENED && sources.isReady()) {
        TensorSlot slot = sources.next();
        Pieces pieces = sources.take();
        opened.add(new Opened<>(slot, pieces, work.count(slot, pieces)));
      } else {
        return;
      }
    }
  }

  private Done<T> work(Opened<T> tensor, int piece) throws IOException {
    ByteBuffer out = buffer();
    ByteBuffer scratch = buffer();
    T result = work.run(tensor.slot, tensor.pieces, piece, out, scratch);
    buffers.push(scratch);
    return new Done<>(result, out);
  }

  private ByteBuffer buffer() {
    ByteBuffer known = buffers.poll();
    return known != null
        ? known.clear()
        : ByteBuffer.allocateDirect(TensorSlot.PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Ends the threads, and returns when they have ended; what they have begun they end, for an
   * interrupt would close the files that they read.
   */
  @Override
  public void close() {
    for (Opened<T> tensor : opened) {
      tensor.begun.forEach(piece -> piece.cancel(false));
    }
    threads.shutdown();
    Threads.awaitEnd(threads);
  }
}
