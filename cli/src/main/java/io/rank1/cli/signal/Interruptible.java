package io.rank1.cli.signal;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import java.io.IOException;

/**
 * Work that makes one file, or none when the process is told to end: the first signal interrupts
 * its thread, and another one ends the process at once.
 */
public final class Interruptible {

  /** What is done; leaves nothing behind after an exception. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws IOException if a file cannot be read or written, or the thread is interrupted
     */
    T run() throws InterruptedException, IOException;
  }

  private final Signals signals;
  private final Thread worker = Thread.currentThread();
  private ExitCode code = ExitCode.INTERRUPTED;
  private boolean told;
  private long toldNanos;

  private Interruptible(Signals signals) {
    this.signals = signals;
  }

  /**
   * Does the work on the calling thread, which is not interrupted afterwards.
   *
   * @return what comes of it, also if the wish to end came too late
   * @throws CommandException when it was interrupted, with the signal's exit code
   * @throws IOException of the work
   */
  public static <T> T run(Signals signals, Work<T> work) throws IOException {
    return new Interruptible(signals).run(work);
  }

  private <T> T run(Work<T> work) throws IOException {
    Signals.Registration registration = signals.handle(this::accept);
    try {
      return work.run();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(e);
      }
      throw e;
    } catch (RuntimeException e) {
      throw isTold() ? interrupted(e) : e; // of a child process, say, that was told too
    } finally {
      registration.close();
      Thread.interrupted(); // the wish is met, and what is said of it needs the thread
    }
  }

  private synchronized void accept(EndSignal signal) {
    long now = System.nanoTime();
    if (!told) {
      told = true;
      toldNanos = now;
      code = signal.code();
      worker.interrupt();
    } else if (now - toldNanos > Signals.ONE_WISH.toNanos()) {
      signals.endNow(signal);
    }
  }

  private synchronized boolean isTold() {
    return told;
  }

  private synchronized CommandException interrupted(Exception cause) {
    return new CommandException(code, "interrupted: nothing was written", cause);
  }
}
