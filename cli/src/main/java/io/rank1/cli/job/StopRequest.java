package io.rank1.cli.job;

import io.rank1.cli.signal.EndSignal;
import io.rank1.cli.signal.Signals;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether the process was told to end. The first signal asks the job to; what is not over five
 * seconds later, or at the second signal, ends at once. Safe for use by several threads.
 */
final class StopRequest implements Consumer<EndSignal> {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FOR_PAIRS = Duration.ofSeconds(4);

  private final Signals signals;
  private final Runnable onFirst;
  private volatile Runnable lastWords = () -> {};
  private volatile EndSignal signal;
  private volatile long firstNanos;

  /**
   * @param onFirst tells the user of the first signal
   */
  StopRequest(Signals signals, Runnable onFirst) {
    this.signals = signals;
    this.onFirst = onFirst;
  }

  @Override
  public synchronized void accept(EndSignal received) {
    long now = System.nanoTime();
    if (signal != null) {
      if (now - firstNanos > Signals.ONE_WISH.toNanos()) {
        lastWords.run();
        signals.endNow(received);
      }
      return;
    }
    firstNanos = now;
    signal = received;
    Thread watch = new Thread(this::endInTime, "rank1-stop");
    watch.setDaemon(true);
    watch.start();
    onFirst.run();
  }

  private void endInTime() {
    try {
      Thread.sleep(PATIENCE.toMillis());
      lastWords.run();
      signals.endNow(signal);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends anyway
    }
  }

  /** Sets what is to be said before the process ends at once. */
  void onEndNow(Runnable words) {
    lastWords = words;
  }

  /** The signal, once there was one. */
  Optional<EndSignal> signal() {
    return Optional.ofNullable(signal);
  }

  boolean isMade() {
    return signal != null;
  }

  /** Whether pairs under way are to be abandoned. */
  boolean isOverdue() {
    return signal != null && System.nanoTime() - firstNanos >= FOR_PAIRS.toNanos();
  }
}
