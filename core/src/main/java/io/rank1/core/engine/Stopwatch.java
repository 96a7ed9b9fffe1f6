package io.rank1.core.engine;

import io.rank1.core.pair.Timings;
import java.time.Duration;

/** Marks the stations of a sequence. A station passed again, after a preemption, keeps its time. */
final class Stopwatch {

  private final long submitted = System.nanoTime();
  private long started = submitted;
  private long generating = submitted;
  private boolean running;
  private boolean generated;

  void start() {
    if (!running) {
      running = true;
      started = System.nanoTime();
      generating = started;
    }
  }

  void firstToken() {
    if (!generated) {
      generated = true;
      generating = System.nanoTime();
    }
  }

  Timings stop() {
    long now = System.nanoTime();
    if (!running) {
      return new Timings(Duration.ofNanos(now - submitted), Duration.ZERO, Duration.ZERO);
    }
    long prefilled = generated ? generating : now;
    return new Timings(
        Duration.ofNanos(started - submitted),
        Duration.ofNanos(prefilled - started),
        Duration.ofNanos(now - prefilled));
  }
}
