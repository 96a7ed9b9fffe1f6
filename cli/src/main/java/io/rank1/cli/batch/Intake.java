package io.rank1.cli.batch;

import io.rank1.cli.input.PairReader;
import io.rank1.cli.input.PairRow;
import io.rank1.cli.scoring.Scorer;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Reads pairs and submits them on a thread of its own, a bounded number ahead of who takes the
 * results, so that input that pauses holds nothing back and a long input needs little memory.
 */
final class Intake {

  /** What comes out, in the order of the input: pairs, then one end. */
  sealed interface Item {}

  /** A pair on its way. */
  record Pending(PairRow row, CompletableFuture<RerankResult> future) implements Item {}

  /**
   * No pair comes any more.
   *
   * @param problem why, unless the input has ended
   */
  record End(Optional<Throwable> problem) implements Item {}

  private static final int PER_SLOT = 32;
  private static final int AT_LEAST = 64;

  private final PairReader reader;
  private final Scorer scorer;
  private final BlockingQueue<Item> queue;
  private final Thread thread;
  private volatile boolean stopped;

  Intake(PairReader reader, Scorer scorer) {
    this.reader = reader;
    this.scorer = scorer;
    this.queue =
        new ArrayBlockingQueue<>(Math.max(AT_LEAST, PER_SLOT * scorer.stats().work().slots()));
    this.thread = new Thread(this::run, "rank1-intake");
    thread.setDaemon(true); // it may wait for standard input for ever
  }

  void start() {
    thread.start();
  }

  Item take() throws InterruptedException {
    return queue.take();
  }

  /** Stops reading, and cancels what has not been taken. */
  void stop() {
    stopped = true;
    thread.interrupt();
    List<Item> left = new ArrayList<>();
    queue.drainTo(left);
    for (Item item : left) {
      if (item instanceof Pending pending) {
        pending.future().cancel(false);
      }
    }
  }

  private void run() {
    try {
      queue.put(new End(readAll()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped: nobody takes any more
    }
  }

  private Optional<Throwable> readAll() throws InterruptedException {
    try {
      for (Optional<PairRow> row = reader.next();
          row.isPresent() && !stopped;
          row = reader.next()) {
        PairRow pair = row.get();
        queue.put(
            new Pending(pair, scorer.submit(new RerankRequest(pair.query(), pair.passage()))));
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | Error e) { // whatever it is, who waits for pairs must be told
      return Optional.of(e);
    }
  }
}
