package io.rank1.cli.batch;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.PairReader;
import io.rank1.cli.input.PairSource;
import io.rank1.cli.output.GuessCounts;
import io.rank1.cli.output.LineFormat;
import io.rank1.cli.output.LineSink;
import io.rank1.cli.output.OutputFormat;
import io.rank1.cli.scoring.Scorer;
import java.io.PrintWriter;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Scores a table of pairs from its check to its summary. */
public final class Batch {

  /** What is shown on standard error, errors aside. */
  public enum Display {
    NOTHING,
    SUMMARY,
    /** A line that is rewritten while the work goes on, then the summary. */
    PROGRESS
  }

  private final PrintWriter err;
  private final Display display;
  private final ShutdownHooks hooks;

  /**
   * @param err standard error
   * @param hooks where the orderly end on a signal is registered
   */
  public Batch(PrintWriter err, Display display, ShutdownHooks hooks) {
    this.err = err;
    this.display = display;
    this.hooks = hooks;
  }

  /**
   * Checks the input as far as it can be read twice, opens the model, and scores.
   *
   * @param sink not closed, unless the process is told to end
   * @param model opens the model; called once the input is known to have a pair
   * @return whether all pairs have a score, as an exit code
   * @throws CommandException when input, output or model cannot be used
   */
  public ExitCode run(
      PairSource source, LineSink sink, OutputFormat format, Supplier<Scorer> model) {
    LineGate gate = new LineGate(sink);
    Progress progress = new Progress(err);
    ShutdownHooks.Registration hook = hooks.register(new Interrupt(gate, progress, err));
    try {
      OptionalLong total = source.check();
      try (PairReader reader = source.open()) {
        reader.requirePair();
        try (Scorer scorer = model.get()) {
          LineFormat lines = format.lines(scorer.model(), scorer.runtime());
          Tally tally = new Tally(total, System.nanoTime());
          if (display == Display.PROGRESS) {
            progress.start(() -> tally.progress(scorer.stats(), System.nanoTime()));
          }
          new BatchRun(scorer, lines, gate, tally).run(reader);
          return report(tally, progress, scorer);
        }
      }
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    } finally {
      progress.close();
      hook.close();
    }
  }

  private ExitCode report(Tally tally, Progress progress, Scorer scorer) {
    progress.close();
    if (display != Display.NOTHING) {
      err.println("rank1: " + tally.summary(scorer.stats(), System.nanoTime()));
      scorer
          .speculation()
          .ifPresent(counts -> err.println("rank1: " + new GuessCounts(counts).line()));
      err.flush();
    }
    return tally.failures() > 0 ? ExitCode.PAIRS_FAILED : ExitCode.OK;
  }
}
