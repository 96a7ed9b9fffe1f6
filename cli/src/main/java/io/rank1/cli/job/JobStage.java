package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.signal.Signals;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What every job has around its work: a display of its progress, and an ear for signals.
 *
 * @param err where it is told
 * @param settings of the job
 * @param display shows progress, and prints between
 * @param stop whether the job was told to end
 */
record JobStage(PrintWriter err, JobSettings settings, ProgressDisplay display, StopRequest stop) {

  /** The work. */
  @FunctionalInterface
  interface Work {
    ExitCode run(JobStage stage) throws InterruptedException;
  }

  /**
   * Does some work.
   *
   * @throws CommandException what the work threw, or that its thread was interrupted
   */
  static ExitCode run(PrintWriter err, JobSettings settings, Signals signals, Work work) {
    try (ProgressDisplay display = new ProgressDisplay(err, settings.progress())) {
      StopRequest stop =
          new StopRequest(
              signals,
              () ->
                  display.print(
                      "stopping once what is under way is done, in 5 s at most; again: at once"));
      Signals.Registration registration = signals.handle(stop);
      try {
        return work.run(new JobStage(err, settings, display, stop));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException(ExitCode.INTERRUPTED, "interrupted", e);
      } finally {
        registration.close();
      }
    }
  }

  /** Says which lines of the journal could not be read. */
  void tellDamage(Journal journal) {
    if (journal.damaged() > 0) {
      display.print(
          String.format(
              Locale.ROOT,
              "%d lines of %s are damaged; what they held is scored again",
              journal.damaged(),
              journal.path()));
    }
  }

  /** Tells the end in numbers, as far as anybody wants to know. */
  void summarize(Supplier<String> json, Supplier<List<String>> lines) {
    if (settings.progress() == ProgressMode.JSON) {
      err.println(json.get());
      err.flush();
    } else if (settings.summary()) {
      lines.get().forEach(display::print);
    }
  }

  /**
   * The code of a job that ended before it was complete.
   *
   * @throws CommandException when too much failed
   */
  ExitCode endedEarly(JobRun.End end) {
    if (end == JobRun.End.STOPPED) {
      return stop.signal().orElseThrow().code();
    }
    throw new CommandException(
        ExitCode.PAIRS_FAILED,
        "stopped after " + settings.maxFailures().getAsInt() + " failures, as --max-failures says");
  }
}
