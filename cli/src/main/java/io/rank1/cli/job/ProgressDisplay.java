package io.rank1.cli.job;

import io.rank1.cli.output.JsonLines;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows progress and other news on standard error, one at a time. Safe for use by several threads.
 */
final class ProgressDisplay implements AutoCloseable {

  private static final String CLEAR = "\r\u001b[K";
  private static final String CUT_LONG_LINES = "\u001b[?7l";
  private static final String WRAP_LONG_LINES = "\u001b[?7h";

  private final PrintWriter err;
  private final ProgressMode mode;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "rank1-progress");
            thread.setDaemon(true);
            return thread;
          });
  private boolean lineShown; // guarded by this
  private boolean closed; // guarded by this

  ProgressDisplay(PrintWriter err, ProgressMode mode) {
    this.err = err;
    this.mode = mode;
  }

  /** Shows a status again and again, until this is closed. */
  void start(Supplier<? extends ShownStatus> status) {
    if (mode != ProgressMode.NONE) {
      long period = mode.period().toMillis();
      timer.scheduleAtFixedRate(() -> show(status), period, period, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void show(Supplier<? extends ShownStatus> status) {
    if (closed) {
      return;
    }
    ShownStatus now = status.get();
    switch (mode) {
      case TERMINAL -> {
        err.print(CLEAR + CUT_LONG_LINES + now.line() + WRAP_LONG_LINES);
        lineShown = true;
      }
      case LINES -> err.println("rank1: " + now.line());
      case JSON -> err.println(now.json());
      case NONE -> throw new IllegalStateException("nothing is to be shown");
    }
    err.flush();
  }

  /** Prints a line that stays, as a JSON object where progress is. */
  synchronized void print(String line) {
    clear();
    if (mode == ProgressMode.JSON) {
      err.println(
          JsonLines.object(
              json -> {
                json.writeStringProperty("event", "notice");
                json.writeStringProperty("text", line);
              }));
    } else {
      err.println("rank1: " + line);
    }
    err.flush();
  }

  private void clear() {
    if (lineShown) {
      err.print(CLEAR);
      lineShown = false;
    }
  }

  /** Shows no more progress; lines can still be printed. Doing so again changes nothing. */
  synchronized void finish() {
    clear();
    err.flush();
    closed = true;
    timer.shutdownNow();
  }

  @Override
  public void close() {
    finish();
  }
}
