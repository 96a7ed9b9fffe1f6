package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.signal.Signals;
import io.rank1.core.profile.ProfileMethod;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A job from its open journal to its end, or as far as it gets. */
final class JobSession {

  private final JobInput input;
  private final Outputs outputs;
  private final JobSettings settings;
  private final JobRounds rounds;
  private final JobModels models;
  private final ProfileMethod method;
  private final Journal journal;
  private final Signals signals;
  private final PrintWriter err;

  JobSession(
      JobInput input,
      Outputs outputs,
      JobSettings settings,
      JobRounds rounds,
      JobModels models,
      ProfileMethod method,
      Journal journal,
      Signals signals,
      PrintWriter err) {
    this.input = input;
    this.outputs = outputs;
    this.settings = settings;
    this.rounds = rounds;
    this.models = models;
    this.method = method;
    this.journal = journal;
    this.signals = signals;
    this.err = err;
  }

  /**
   * @throws CommandException when input, output or engine fail
   */
  ExitCode run() {
    return JobStage.run(err, settings, signals, this::run);
  }

  private ExitCode run(JobStage stage) throws InterruptedException {
    ProgressDisplay display = stage.display();
    StopRequest stop = stage.stop();
    stage.tellDamage(journal);
    JournalKeeper keeper = new JournalKeeper(journal, stop, display::print);
    open(keeper, stop, display);
    stop.onEndNow(() -> display.print("ended at once; " + kept(keeper)));
    long start = System.nanoTime();
    try {
      JobRun.End end = runAll(keeper, stop, display);
      display.finish();
      if (end == JobRun.End.STOPPED) {
        display.print("stopped; " + kept(keeper));
      }
      JobCounts counts = rounds.counts();
      JobSummary summary =
          new JobSummary(
              counts,
              rounds.reports(),
              models.main().stats(),
              models.main().speculation(),
              seconds(start));
      stage.summarize(summary::json, summary::lines);
      return finish(stage, end, counts);
    } catch (CommandException e) {
      throw new CommandException(e.code(), e.getMessage() + "; " + kept(keeper), e);
    }
  }

  private JobRun.End runAll(JournalKeeper keeper, StopRequest stop, ProgressDisplay display)
      throws InterruptedException {
    AtomicReference<RoundProgress> progress = new AtomicReference<>();
    JobRun.End end = JobRun.End.COMPLETE;
    int failures = 0;
    Optional<JobRound> round = rounds.next();
    while (round.isPresent() && end == JobRun.End.COMPLETE) {
      if (progress.getAndSet(new RoundProgress(round.get())) == null) {
        display.start(() -> progress.get().status());
      }
      JobRun run =
          new JobRun(
              new PairFlow(input, round.get().pass(), method),
              round.get(),
              keeper,
              stop,
              settings.maxFailures(),
              failures);
      end = run.run();
      failures = run.failures();
      round = end == JobRun.End.COMPLETE ? rounds.next() : round;
      if (end == JobRun.End.COMPLETE && round.isPresent() && isTooMuch(failures)) {
        end = JobRun.End.TOO_MANY_FAILURES; // all were done before anyone could stop
      }
    }
    return end;
  }

  private boolean isTooMuch(int failures) {
    return settings.maxFailures().isPresent() && failures >= settings.maxFailures().getAsInt();
  }

  /** Opens what neither this journal nor those to reuse have. */
  private void open(JournalKeeper keeper, StopRequest stop, ProgressDisplay display)
      throws InterruptedException {
    if (settings.failed() == JobSettings.FailedPairs.RETRY) {
      rounds.passes().forEach(pass -> pass.results().forgetFailures());
    }
    if (!settings.reuse().isEmpty()) {
      new Reuse(settings.reuse(), stop, display::print)
          .take(input, rounds.identity(), rounds.passes(), keeper);
    }
    rounds.begin();
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private ExitCode finish(JobStage stage, JobRun.End end, JobCounts counts) {
    if (end != JobRun.End.COMPLETE) {
      return stage.endedEarly(end);
    }
    outputs.write(
        new JobRows(input, rounds.passes().get(0).plan(), rounds.rows()).rows(),
        journal,
        models.names());
    return counts.failures() > 0 ? ExitCode.PAIRS_FAILED : ExitCode.OK;
  }

  private String kept(JournalKeeper keeper) {
    return keeper.kept(rounds.done(), settings.existing());
  }
}
