package io.rank1.cli.batch;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.input.PairReader;
import io.rank1.cli.output.LineFormat;
import io.rank1.cli.scoring.Scorer;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.text.PlainText;
import java.io.IOException;
import java.util.Optional;

/** Scores what a reader has, and writes every result as soon as it and all before it are there. */
final class BatchRun {

  private final Scorer scorer;
  private final LineFormat format;
  private final LineGate gate;
  private final Tally tally;

  BatchRun(Scorer scorer, LineFormat format, LineGate gate, Tally tally) {
    this.scorer = scorer;
    this.format = format;
    this.gate = gate;
    this.tally = tally;
  }

  /**
   * Runs to the end of the input.
   *
   * @throws CommandException when a line of the input is bad, after all before it are written; or
   *     when a result cannot be written, after the rest is cancelled
   */
  void run(PairReader reader) {
    Intake intake = new Intake(reader, scorer);
    intake.start();
    try {
      Intake.Item item = intake.take();
      while (item instanceof Intake.Pending pending) {
        RerankResult result = pending.future().join();
        write(format.line(pending.row(), result));
        tally.count(result);
        intake.done(pending);
        item = intake.take();
      }
      if (item instanceof Intake.End end) {
        refuse(end.problem());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, "interrupted; " + safe(), e);
    } finally {
      intake.stop();
    }
  }

  private void write(String line) {
    try {
      gate.write(line);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "cannot write " + gate.name() + ": " + IoProblem.describe(e) + "; " + safe(),
          e);
    }
  }

  private void refuse(Optional<Throwable> problem) {
    if (problem.isEmpty()) {
      return;
    }
    Throwable e = problem.get();
    if (e instanceof InputException) {
      throw new CommandException(ExitCode.USAGE, e.getMessage() + "; " + safe(), e);
    }
    boolean engineStopped = e instanceof EngineStoppedException;
    String what =
        engineStopped
            ? PlainText.line(e.getMessage())
            : "internal error: " + PlainText.line(e.toString());
    throw new CommandException(ExitCode.INTERNAL, what + "; " + safe(), e);
  }

  private String safe() {
    return Written.of(gate);
  }
}
