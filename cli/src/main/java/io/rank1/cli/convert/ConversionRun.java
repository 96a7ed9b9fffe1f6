package io.rank1.cli.convert;

import io.rank1.cli.batch.Progress;
import io.rank1.cli.batch.ShutdownHooks;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.models.convert.Comparison;
import io.rank1.models.convert.Conversion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;

/** Writes a conversion and compares it, with progress on a terminal. Used once, by one thread. */
public final class ConversionRun {

  /** What is shown on standard error. */
  public enum Display {
    /** A line that is written over, and the notes. */
    PROGRESS,
    /** The notes only. */
    NOTES
  }

  /** A step that reports how far it is. */
  @FunctionalInterface
  private interface Step<T> {
    T run(LongConsumer progress) throws IOException;
  }

  private final Conversion conversion;
  private final Path out;
  private final PrintWriter err;
  private final Display display;
  private final ShutdownHooks hooks;

  /**
   * @param err standard error
   * @param hooks where the orderly end on a signal is registered
   */
  public ConversionRun(
      Conversion conversion, Path out, PrintWriter err, Display display, ShutdownHooks hooks) {
    this.conversion = conversion;
    this.out = out;
    this.err = err;
    this.display = display;
    this.hooks = hooks;
  }

  /**
   * Does the work.
   *
   * @param verify whether every weight of the written file is compared with the checkpoint's
   * @return what was done, in lines
   * @throws CommandException when the process is told to end, or a weight that should be the same
   *     differs; the file is gone then
   * @throws IOException if the checkpoint or the file cannot be read or written
   */
  public String run(boolean verify) throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread worker = Thread.currentThread();
    ShutdownHooks.Registration hook = hooks.register(() -> interrupt(worker, ended));
    try {
      conversion.notes().forEach(note -> tell("note: " + note));
      String written = write();
      return verify ? written + '\n' + verify() : written;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new CommandException(ExitCode.INTERRUPTED, "interrupted: nothing was written", e);
      }
      throw e;
    } finally {
      ended.countDown();
      hook.close();
    }
  }

  private static void interrupt(Thread worker, CountDownLatch ended) {
    worker.interrupt();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String write() throws IOException {
    Transfer transfer = new Transfer("writing", conversion.bytes(), 1, System.nanoTime());
    withProgress(
        transfer,
        progress -> {
          conversion.write(out, progress);
          return out;
        });
    long now = System.nanoTime();
    return String.format(
        Locale.ROOT,
        "%s: %,d weights, %s, %.2f GB in %.1f s (%s)",
        out,
        conversion.weights(),
        conversion.type(),
        conversion.bytes() / 1e9,
        transfer.seconds(now),
        transfer.speed(now));
  }

  private String verify() throws IOException {
    double bytesPerWeight = (double) conversion.bytes() / conversion.weights();
    Transfer transfer =
        new Transfer("verifying", conversion.weights(), bytesPerWeight, System.nanoTime());
    Comparison found;
    try {
      found = withProgress(transfer, progress -> conversion.verify(out, progress));
    } catch (IOException e) {
      Files.deleteIfExists(out);
      throw e;
    }
    String line =
        String.format(
            Locale.ROOT, "verified: %,d of %,d weights differ", found.differing(), found.weights());
    if (found.differing() == 0) {
      return line;
    }
    String most = String.format(Locale.ROOT, ", by %.3g at most", found.largest());
    if (conversion.isLossless()) {
      Files.deleteIfExists(out);
      throw new CommandException(
          ExitCode.INTERNAL,
          "%s, first in %s%s: please report it; the file is removed"
              .formatted(line, found.firstTensor(), most));
    }
    return line + most + ", as " + conversion.type() + " rounds";
  }

  private <T> T withProgress(Transfer transfer, Step<T> step) throws IOException {
    try (Progress progress = new Progress(err)) {
      if (display == Display.PROGRESS) {
        progress.start(() -> transfer.line(System.nanoTime()));
      }
      return step.run(transfer::moveTo);
    }
  }

  private void tell(String line) {
    err.println("rank1: " + line);
    err.flush();
  }
}
