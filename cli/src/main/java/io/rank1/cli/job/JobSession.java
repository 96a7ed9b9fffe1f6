package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.signal.Signals;
import io.rank1.core.engine.EngineStats;
import io.rank1.core.rank1.PromptTemplate;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** A job from its open journal to its end, or as far as it gets. */
final class JobSession {

  private final JobInput input;
  private final Outputs outputs;
  private final JobSettings settings;
  private final JobPlan plan;
  private final Scorer scorer;
  private final PromptTemplate template;
  private final JobResults results;
  private final Signals signals;
  private final PrintWriter err;

  JobSession(
      JobInput input,
      Outputs outputs,
      JobSettings settings,
      JobPlan plan,
      Scorer scorer,
      PromptTemplate template,
      JobResults results,
      Signals signals,
      PrintWriter err) {
    this.input = input;
    this.outputs = outputs;
    this.settings = settings;
    this.plan = plan;
    this.scorer = scorer;
    this.template = template;
    this.results = results;
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
    Journal journal = results.journal();
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
    JobCounts counts = new JobCounts(plan, results, scorer.contextTokens());
    stop.onEndNow(() -> display.print("ended at once; " + kept(counts, keeper)));
    PairFlow flow = new PairFlow(input, plan, template, scorer);
    long start = System.nanoTime();
    show(display, counts, start);
    try {
      JobRun.End end =
          new JobRun(flow, plan, results, keeper, counts, stop, settings.maxFailures()).run();
      display.finish();
      if (end == JobRun.End.STOPPED) {
        display.print("stopped; " + kept(counts, keeper));
      }
      summarize(
          display, new JobSummary(counts, scorer.stats(), scorer.speculation(), seconds(start)));
      return finish(end, counts, stop);
    } catch (CommandException e) {
      throw new CommandException(e.code(), e.getMessage() + "; " + kept(counts, keeper), e);
    }
  }

  /** Opens what neither this journal nor those to reuse have. */
  private void open(JournalKeeper keeper, StopRequest stop, ProgressDisplay display)
      throws InterruptedException {
    plan.openUnless(first -> results.find(first).filter(settings::isKept).isPresent());
    if (!settings.reuse().isEmpty()) {
      new Reuse(settings.reuse(), stop, display::print).take(input, plan, results, keeper);
      plan.openUnless(first -> results.find(first).filter(settings::isKept).isPresent());
    }
  }

  private void show(ProgressDisplay display, JobCounts counts, long start) {
    AtomicReference<EngineStats> before = new AtomicReference<>(scorer.stats());
    display.start(
        () -> {
          EngineStats now = scorer.stats();
          return JobStatus.of(counts, before.getAndSet(now), now, seconds(start));
        });
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
              new JobRows(input, plan, results).rows(),
              results.journal(),
              new JsonLines(scorer.model(), scorer.runtime()));
    }
    return counts.failures() > 0 ? ExitCode.PAIRS_FAILED : ExitCode.OK;
  }

  /** How much is safe, and how to go on. */
  private String kept(JobCounts counts, JournalKeeper keeper) {
    if (!keeper.isSafe()) {
      return String.format(
              Locale.ROOT,
              "the journal %s could not be written to the end: what it holds, if it is still"
                  + " there,",
              results.journal().path())
          + " is gone on with by the same command";
    }
    String restarts = settings.existing() == Journal.Existing.RESTART ? " without --restart" : "";
    return String.format(
        Locale.ROOT,
        "%d of %d pairs are in %s; the same command%s goes on from there",
        counts.pairs(),
        counts.total(),
        results.journal().path(),
        restarts);
  }
}
