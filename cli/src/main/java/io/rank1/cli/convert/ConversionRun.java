package io.rank1.cli.convert;

import io.rank1.cli.batch.Progress;
import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.signal.Interruptible;
import io.rank1.cli.signal.Signals;
import io.rank1.models.convert.Comparison;
import io.rank1.models.convert.Conversion;
import io.rank1.models.gguf.NewGguf;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a conversion and compares it, with progress on a terminal. Used once, by one thread. */
public final class ConversionRun {

  /** What is shown on standard error. */
  public enum Display {
    /** A line that is written over, and the notes. */
    PROGRESS,
    /** The notes only. */
    NOTES
  }

  private final Conversion conversion;
  private final Path out;
  private final PrintWriter err;
  private final Display display;
  private final Signals signals;

  /**
   * @param err standard error
   * @param signals what asks the process to end
   */
  public ConversionRun(
      Conversion conversion, Path out, PrintWriter err, Display display, Signals signals) {
    this.conversion = conversion;
    this.out = out;
    this.err = err;
    this.display = display;
    this.signals = signals;
  }

  /**
   * Does the work. Whatever goes wrong, the file does not get its name, and one that has it stays.
   *
   * @param verify whether every weight of the written file is compared with the checkpoint's before
   *     it gets its name
   * @return what was done, in lines
   * @throws CommandException when the process is told to end, or a weight that should be the same
   *     differs
   * @throws IOException if the checkpoint or the file cannot be read or written
   */
  public String run(boolean verify) throws IOException {
    conversion.notes().forEach(note -> tell("note: " + note));
    return Interruptible.run(signals, () -> write(verify));
  }

  private String write(boolean verify) throws IOException {
    List<String> report = new ArrayList<>();
    Transfer writing = new Transfer("writing", conversion.bytes(), 1, System.nanoTime());
    Progress progress = shown(writing);
    try {
      conversion.write(
          out,
          writing::moveTo,
          file -> {
            progress.close();
            report.add(written(writing));
            if (verify) {
              report.add(verify(file));
            }
          });
    } finally {
      progress.close();
    }
    return String.join("\n", report);
  }

  private String written(Transfer writing) {
    long now = System.nanoTime();
    return String.format(
        Locale.ROOT,
        "%s: %,d weights, %s, %.2f GB in %.1f s (%s)",
        out,
        conversion.weights(),
        conversion.type(),
        conversion.bytes() / 1e9,
        writing.seconds(now),
        writing.speed(now));
  }

  private String verify(NewGguf file) throws IOException {
    double bytesPerWeight = (double) conversion.bytes() / conversion.weights();
    Transfer verifying =
        new Transfer("verifying", conversion.weights(), bytesPerWeight, System.nanoTime());
    Progress progress = shown(verifying);
    Comparison found;
    try {
      found = conversion.verify(file, verifying::moveTo);
    } finally {
      progress.close();
    }
    String line =
        String.format(
            Locale.ROOT, "verified: %,d of %,d weights differ", found.differing(), found.weights());
    if (found.differing() == 0) {
      return line;
    }
    String most = String.format(Locale.ROOT, ", by %.3g at most", found.largest());
    if (conversion.isLossless()) {
      throw new CommandException(
          ExitCode.INTERNAL,
          String.format(
              Locale.ROOT,
              "%s, first in %s%s: please report it; nothing was written",
              line,
              found.firstTensor(),
              most));
    }
    return line + most + ", as " + conversion.type() + " rounds";
  }

  private Progress shown(Transfer transfer) {
    Progress progress = new Progress(err);
    if (display == Display.PROGRESS) {
      progress.start(() -> transfer.line(System.nanoTime()));
    }
    return progress;
  }

  private void tell(String line) {
    err.println("rank1: " + line);
    err.flush();
  }
}
