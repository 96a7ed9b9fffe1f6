package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.JournalRecord;
import io.rank1.cli.journal.Outcome;
import io.rank1.core.failure.EngineStoppedException;
import io.rank1.core.pair.FinishReason;
import io.rank1.core.pair.RerankResult;
import io.rank1.core.text.PlainText;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Scores what is open, and brings every result into the journal as soon as it is there. */
final class JobRun {

  /** How a run ended. */
  enum End {
    COMPLETE,
    /** Told to end; the rest is open. */
    STOPPED,
    /** More failures than allowed; the rest is open. */
    TOO_MANY_FAILURES
  }

  private static final Duration TICK = Duration.ofMillis(100);

  private final PairFlow flow;
  private final JobPlan plan;
  private final JobResults results;
  private final JournalKeeper keeper;
  private final JobCounts counts;
  private final StopRequest stop;
  private final OptionalInt maxFailures;
  private int failures;
  private boolean inputEnded;
  private Optional<Throwable> problem = Optional.empty();

  /**
   * @param maxFailures the failures after which to stop, those of rounds before counted too
   * @param failures of rounds before
   */
  JobRun(
      PairFlow flow,
      JobRound round,
      JournalKeeper keeper,
      StopRequest stop,
      OptionalInt maxFailures,
      int failures) {
    this.flow = flow;
    this.plan = round.pass().plan();
    this.results = round.pass().results();
    this.keeper = keeper;
    this.counts = round.counts();
    this.stop = stop;
    this.maxFailures = maxFailures;
    this.failures = failures;
  }

  /** Failures so far, those of rounds before counted too. */
  int failures() {
    return failures;
  }

  /**
   * Runs until nothing is open, or something ends it; everything that is done is on the disk then,
   * as far as the disk takes it.
   *
   * @throws CommandException when the input or the engine fails
   */
  End run() throws InterruptedException {
    flow.start();
    try {
      while (!isOver()) {
        Optional<PairFlow.Event> event = flow.take(TICK);
        if (event.isPresent()) {
          handle(event.get());
        }
        keeper.tick();
        if (stop.isMade() || isTooMuch()) {
          flow.stop();
        }
      }
      takeWhatIsThere();
    } catch (InterruptedException | RuntimeException | Error e) {
      flow.stop();
      keeper.forceAfter(e);
      throw e;
    }
    flow.stop();
    if (problem.isPresent()) {
      keeper.forceAfter(problem.get());
      throw describe(problem.get());
    }
    keeper.force();
    if (counts.pairs() == counts.total() && keeper.isSafe()) {
      return End.COMPLETE;
    }
    return stop.isMade() ? End.STOPPED : End.TOO_MANY_FAILURES;
  }

  /** What was scored meanwhile is not thrown away. */
  private void takeWhatIsThere() throws InterruptedException {
    Optional<PairFlow.Event> event = flow.take(Duration.ZERO);
    while (event.isPresent()) {
      handle(event.get());
      event = flow.take(Duration.ZERO);
    }
  }

  private boolean isOver() {
    return stop.isOverdue() || isTooMuch() || inputEnded && flow.underWay() == 0;
  }

  private boolean isTooMuch() {
    return maxFailures.isPresent() && failures >= maxFailures.getAsInt();
  }

  private void handle(PairFlow.Event event) throws InterruptedException {
    if (event instanceof PairFlow.InputEnd end) {
      inputEnded = true;
      problem = problem.or(end::problem);
    } else if (event instanceof PairFlow.Lost lost) {
      problem = problem.or(() -> Optional.of(lost.problem()));
    } else if (event instanceof PairFlow.Done done) {
      take(done);
    }
  }

  private void take(PairFlow.Done done) throws InterruptedException {
    RerankResult result = done.result();
    if (result.finish() == FinishReason.CANCELLED) {
      String cause = result.failure().orElseThrow();
      problem =
          problem.or(
              () ->
                  Optional.of(
                      new EngineStoppedException(EngineStoppedException.Reason.BROKEN, cause)));
      return;
    }
    Optional<JournalEntry> entry =
        keeper.append(
            new JournalRecord(
                plan.key(done.index()),
                done.pair().place(),
                done.pair().request(),
                Outcome.of(result)));
    if (entry.isPresent()) {
      results.note(done.index(), entry.get());
      counts.done(done.index(), entry.get(), result.timings());
      failures += result.finish().isScored() ? 0 : 1;
    }
  }

  /** What ended a job, for the user. */
  static CommandException describe(Throwable e) {
    if (e instanceof CommandException told) {
      return told;
    }
    if (e instanceof InputException) {
      return new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
    boolean engineStopped = e instanceof EngineStoppedException;
    String what =
        engineStopped
            ? PlainText.line(e.getMessage())
            : "internal error: " + PlainText.line(e.toString());
    return new CommandException(ExitCode.INTERNAL, what, e);
  }
}
