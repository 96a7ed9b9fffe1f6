package io.rank1.cli.batch;

import io.rank1.cli.output.LineSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets whole lines through to a sink until it is shut. */
public final class LineGate {

  private final ReentrantLock lock = new ReentrantLock();
  private final LineSink sink;
  private volatile long written;

  /**
   * @param sink closed by {@link #shut} alone
   */
  public LineGate(LineSink sink) {
    this.sink = sink;
  }

  /**
   * Writes a line. Once the gate is shut this never returns: the process is about to end.
   *
   * @throws IOException when the line was not written whole
   */
  void write(String line) throws IOException {
    lock.lock();
    try {
      sink.write(line);
      written = written + 1;
    } finally {
      lock.unlock();
    }
  }

  /** Lines written whole. */
  long written() {
    return written;
  }

  /** Where the lines go. */
  String name() {
    return sink.name();
  }

  /**
   * Lets no further line through, for good, and closes the sink.
   *
   * @param patience how long to wait for a line that is being written
   * @return false when that line was not done in time; the sink is open then
   * @throws IOException when the sink cannot be closed
   */
  boolean shut(Duration patience) throws IOException, InterruptedException {
    if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    sink.close(); // the lock is kept
    return true;
  }
}
