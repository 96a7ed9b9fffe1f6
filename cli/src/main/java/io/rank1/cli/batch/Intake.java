package io.rank1.cli.batch;

import io.rank1.cli.input.PairReader;
import io.rank1.cli.input.PairRow;
import io.rank1.cli.scoring.LookAhead;
import io.rank1.cli.scoring.Scorer;
import io.rank1.core.pair.RerankRequest;
import io.rank1.core.pair.RerankResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads pairs and submits them on a thread of its own, by a {@link LookAhead} ahead of what takes
 * the results, so that input that pauses holds nothing back and a long input needs little memory.
 */
final class Intake {

  /** What comes out, in the order of the input: pairs, then one end. */
  sealed interface Item {}

  /** A pair on its way. */
  record Pending(PairRow row, RerankRequest request, CompletableFuture<RerankResult> future)
      implements Item {}

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
  private final LookAhead ahead;
  private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(); // bounded by ahead
  private final Thread thread;
  private volatile boolean stopped;

  Intake(PairReader reader, Scorer scorer) {
    this.reader = reader;
    this.scorer = scorer;
    int slots = scorer.stats().work().slots();
    this.ahead = new LookAhead(Math.max(AT_LEAST, PER_SLOT * slots), slots);
    this.thread = new Thread(this::run, "rank1-intake");
    thread.setDaemon(true); // it may wait for standard input for ever
  }

  void start() {
    thread.start();
  }

  Item take() throws InterruptedException {
    return queue.take();
  }

  /** A pair that was taken is not needed any more. */
  void done(Pending pair) {
    ahead.leave(pair.request());
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
        RerankRequest request = pair.request();
        ahead.enter(request);
        queue.put(new Pending(pair, request, scorer.submit(request)));
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | Error e) { // whatever it is, who waits for pairs must be told
      return Optional.of(e);
    }
  }
}
