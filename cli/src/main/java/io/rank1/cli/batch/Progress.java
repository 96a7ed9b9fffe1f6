package io.rank1.cli.batch;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A line on a terminal that is written over and over, from its start until this is closed. */
public final class Progress implements AutoCloseable {

  private enum State {
    NOT_SHOWN,
    SHOWN,
    CLOSED
  }

  private static final long PERIOD_MILLIS = 500;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter terminal;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "rank1-progress");
            thread.setDaemon(true);
            return thread;
          });
  private State state = State.NOT_SHOWN; // guarded by this

  /**
   * @param terminal what the line is written to; flushed, never closed
   */
  public Progress(PrintWriter terminal) {
    this.terminal = terminal;
  }

  /**
   * Begins to show a line.
   *
   * @param line called on a thread of this class
   */
  public void start(Supplier<String> line) {
    timer.scheduleAtFixedRate(() -> show(line), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void show(Supplier<String> line) {
    if (state != State.CLOSED) {
      state = State.SHOWN;
      terminal.print(CLEAR + line.get());
      terminal.flush();
    }
  }

  /** Clears the line. Closing again does nothing. */
  @Override
  public synchronized void close() {
    if (state == State.SHOWN) {
      terminal.print(CLEAR);
      terminal.flush();
    }
    state = State.CLOSED;
    timer.shutdownNow();
  }
}
