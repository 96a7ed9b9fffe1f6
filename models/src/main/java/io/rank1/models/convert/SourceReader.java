package io.rank1.models.convert;

import io.rank1.models.thread.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Makes the sources of tensors ready, each while the one before it is worked on: those of AWQ are
 * read as a whole. One is in memory beside those that are taken. Driven by one thread.
 */
final class SourceReader implements AutoCloseable {
  private final List<TensorSlot> tensors;
  private final ShardChannels shards;
  private final ExecutorService thread = Threads.daemons(1, "rank1-convert-reader");
  private Future<Pieces> ahead;
  private int next;

  SourceReader(List<TensorSlot> tensors, ShardChannels shards) {
    this.tensors = tensors;
    this.shards = shards;
    start();
  }

  private void start() {
    if (next < tensors.size()) {
      PieceSource source = tensors.get(next).source();
      ahead = thread.submit(() -> source.open(shards));
      next++;
    }
  }

  /** Whether there is another, and {@link #take} need not wait for it. */
  boolean isReady() {
    return ahead != null && ahead.isDone();
  }

  /** The tensor that {@link #take} gives the source of. */
  TensorSlot next() {
    return tensors.get(next - 1);
  }

  /**
   * The source of the next tensor, in the order of the list.
   *
   * @throws InterruptedIOException if the calling thread is interrupted
   * @throws IOException if the checkpoint cannot be read
   */
  Pieces take() throws IOException {
    Pieces pieces = Threads.await(ahead);
    ahead = null;
    start();
    return pieces;
  }

  /** Ends the thread, and returns when it has ended. */
  @Override
  public void close() {
    thread.shutdownNow();
    Threads.awaitEnd(thread);
  }
}
