package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.results.ResultRow;
import io.rank1.cli.results.ResultRows;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.engine.EngineStats;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Scores the pairs of an input that the journal does not have, and writes the outputs once it has
 * all. The same job started again goes on where it ended, however it ended.
 */
public final class Job {

  private final JobInput input;
  private final Outputs outputs;
  private final JobSettings settings;
  private final Signals signals;
  private final PrintWriter err;

  /**
   * @param err where progress and the end are told
   */
  public Job(
      JobInput input, Outputs outputs, JobSettings settings, Signals signals, PrintWriter err) {
    this.input = input;
    this.outputs = outputs;
    this.settings = settings;
    this.signals = signals;
    this.err = err;
  }

  /**
   * Runs the job to its end.
   *
   * @param wanted what to open
   * @param model opens it; called once input and outputs are known to be good
   * @return whether all pairs have a score, or why not, as an exit code
   * @throws CommandException when input, output or model cannot be used, or the engine stops; the
   *     journal keeps what was done
   */
  public ExitCode run(ScorerSettings wanted, Function<ScorerSettings, Scorer> model) {
    outputs.requireWritable(settings.replace() || Files.exists(settings.journal()));
    ScorerSettings chosen = settings.asBefore(wanted);
    JobPlan plan = plan(chosen);
    try (Scorer scorer = model.apply(chosen)) {
      JobIdentity identity = identity(scorer, chosen);
      try (Journal journal = Journal.open(settings.journal(), identity, settings.existing())) {
        return run(plan, scorer, chosen, new JobResults(identity, journal));
      } catch (IOException e) {
        throw CommandException.usage(
            "cannot close " + settings.journal() + ": " + IoProblem.describe(e));
      }
    }
  }

  static JobIdentity identity(Scorer scorer, ScorerSettings chosen) {
    return new JobIdentity(
        scorer.model(),
        scorer.modelSha256(),
        scorer.runtime(),
        scorer.contextTokens(),
        chosen.engine().maxThinkTokens(),
        chosen.context().cacheK(),
        chosen.context().cacheV());
  }

  private JobPlan plan(ScorerSettings chosen) {
    try {
      JobPlan plan =
          JobPlan.of(input, chosen.template(), pair -> outputs.requireWritable(pair.place()));
      if (plan.emptyPassages() > 0) {
        print(plan.emptyPassages() + " passages are empty; they are scored as they are");
      }
      return plan;
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private ExitCode run(JobPlan plan, Scorer scorer, ScorerSettings chosen, JobResults results) {
    if (results.journal().damaged() > 0) {
      print(
          results.journal().damaged()
              + " lines of "
              + results.journal().path()
              + " are damaged; what they held is scored again");
    }
    try (ProgressDisplay display = new ProgressDisplay(err, settings.progress())) {
      StopRequest stop =
          new StopRequest(
              signals,
              () ->
                  display.print(
                      "stopping once what is under way is done, in 5 s at most; again: at once"));
      JournalKeeper keeper = new JournalKeeper(results.journal(), stop, display::print);
      Signals.Registration registration = signals.handle(stop);
      try {
        open(plan, results, keeper);
        PairFlow flow = new PairFlow(input, plan, chosen.template(), scorer);
        JobCounts counts = new JobCounts(plan, results);
        long start = System.nanoTime();
        show(display, counts, scorer, start);
        JobRun.End end =
            new JobRun(flow, plan, results, keeper, counts, stop, settings.maxFailures()).run();
        display.finish();
        summarize(display, new JobSummary(counts, scorer.stats(), seconds(start)));
        return finish(end, plan, scorer, results, counts, stop);
      } catch (CommandException e) {
        throw new CommandException(e.code(), e.getMessage() + "; " + safe(plan, results), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException(ExitCode.INTERRUPTED, "interrupted; " + safe(plan, results), e);
      } finally {
        registration.close();
      }
    }
  }

  /** Opens what neither this journal nor those to reuse have. */
  private void open(JobPlan plan, JobResults results, JournalKeeper keeper)
      throws InterruptedException {
    plan.openUnless(prompt -> results.find(prompt).filter(settings::isKept).isPresent());
    int taken = new Reuse(settings.reuse()).take(plan, results, keeper);
    if (taken > 0) {
      print(taken + " results are taken from other journals");
      plan.openUnless(prompt -> results.find(prompt).filter(settings::isKept).isPresent());
    }
  }

  private static void show(ProgressDisplay display, JobCounts counts, Scorer scorer, long start) {
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

  private ExitCode finish(
      JobRun.End end,
      JobPlan plan,
      Scorer scorer,
      JobResults results,
      JobCounts counts,
      StopRequest stop) {
    switch (end) {
      case STOPPED -> {
        print("stopped; " + safe(plan, results));
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
              rows(plan, results),
              results.journal(),
              new JsonLines(scorer.model(), scorer.runtime()));
    }
    return counts.failures() > 0 ? ExitCode.PAIRS_FAILED : ExitCode.OK;
  }

  private ResultRows rows(JobPlan plan, JobResults results) {
    List<ResultRow> rows = new ArrayList<>();
    for (PlannedPair pair : plan.pairs()) {
      rows.add(new ResultRow(pair.place(), results.find(pair)));
    }
    rows.addAll(input.unscored());
    return new ResultRows(rows, input.kind());
  }

  private static String safe(JobPlan plan, JobResults results) {
    long kept = plan.pairs().stream().filter(pair -> results.find(pair).isPresent()).count();
    return kept
        + " of "
        + plan.pairs().size()
        + " pairs are in "
        + results.journal().path()
        + "; the same command goes on from there";
  }

  private void print(String line) {
    err.println("rank1: " + line);
    err.flush();
  }
}
