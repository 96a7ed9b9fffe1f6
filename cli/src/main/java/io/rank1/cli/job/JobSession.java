package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.signal.Signals;
import io.rank1.core.rank1.PromptTemplate;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A job from its open journal to its end, or as far as it gets. */
final class JobSession {

  private final JobInput input;
  private final Outputs outputs;
  private final JobSettings settings;
  private final JobRounds rounds;
  private final JobModels models;
  private final PromptTemplate template;
  private final Journal journal;
  private final Signals signals;
  private final PrintWriter err;

  JobSession(
      JobInput input,
      Outputs outputs,
      JobSettings settings,
      JobRounds rounds,
      JobModels models,
      PromptTemplate template,
      Journal journal,
      Signals signals,
      PrintWriter err) {
    this.input = input;
    this.outputs = outputs;
    this.settings = settings;
    this.rounds = rounds;
    this.models = models;
    this.template = template;
    this.journal = journal;
    this.signals = signals;
    this.err = err;
  }

  /**
   * @throws CommandException when input, output or engine fail
   */
  ExitCode run() {
    try (ProgressDisplay display = new ProgressDisplay(err, settings.progress())) {
      StopRequest stop =
          new StopRequest(
              signals,
              () ->
                  display.print(
                      "stopping once what is under way is done, in 5 s at most; again: at once"));
      Signals.Registration registration = signals.handle(stop);
      try {
        return run(display, stop);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException(ExitCode.INTERRUPTED, "interrupted", e);
      } finally {
        registration.close();
      }
    }
  }

  private ExitCode run(ProgressDisplay display, StopRequest stop) throws InterruptedException {
    if (journal.damaged() > 0) {
      display.print(
          String.format(
              Locale.ROOT,
              "%d lines of %s are damaged; what they held is scored again",
              journal.damaged(),
              journal.path()));
    }
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
      summarize(
          display,
          new JobSummary(
              counts,
              rounds.reports(),
              models.main().stats(),
              models.main().speculation(),
              seconds(start)));
      return finish(end, counts, stop);
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
              new PairFlow(input, round.get().pass(), template),
              round.get(),
              keeper,
              stop,
              settings.maxFailures(),
              failures);
      end = run.run();
      failures = run.failures();
      round = end == JobRun.End.COMPLETE ? rounds.next() : round;
    }
    return end;
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

  private void summarize(ProgressDisplay display, JobSummary summary) {
    if (settings.progress() == ProgressMode.JSON) {
      err.println(summary.json());
      err.flush();
    } else if (settings.summary()) {
      summary.lines().forEach(display::print);
    }
  }

  private ExitCode finish(JobRun.End end, JobCounts counts, StopRequest stop) {
    switch (end) {
      case STOPPED -> {
        return stop.signal().orElseThrow().code();
      }
      case TOO_MANY_FAILURES ->
          throw new CommandException(
              ExitCode.PAIRS_FAILED,
              "stopped after "
                  + settings.maxFailures().getAsInt()
                  + " failures, as --max-failures says");
      case COMPLETE ->
          outputs.write(
              new JobRows(input, rounds.passes().get(0).plan(), rounds.rows()).rows(),
              journal,
              models.names());
    }
    return counts.failures() > 0 ? ExitCode.PAIRS_FAILED : ExitCode.OK;
  }

  /** How much is safe, and how to go on. */
  private String kept(JournalKeeper keeper) {
    if (!keeper.isSafe()) {
      return String.format(
              Locale.ROOT,
              "the journal %s could not be written to the end: what it holds, if it is still"
                  + " there,",
              journal.path())
          + " is gone on with by the same command";
    }
    String restarts = settings.existing() == Journal.Existing.RESTART ? " without --restart" : "";
    return String.format(
        Locale.ROOT,
        "%s are in %s; the same command%s goes on from there",
        rounds.done(),
        journal.path(),
        restarts);
  }
}
