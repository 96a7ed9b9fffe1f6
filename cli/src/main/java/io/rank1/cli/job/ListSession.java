package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.output.JsonLines;
import io.rank1.cli.results.CallsOutput;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.scoring.ListScorer;
import io.rank1.cli.signal.Signals;
import java.io.PrintWriter;
import java.util.Optional;

/** A job of lists from its open journal to its end, or as far as it gets. */
final class ListSession {

  private final ListWork work;
  private final Outputs outputs;
  private final Optional<CallsOutput> callsOutput;
  private final JobSettings settings;
  private final ListScorer scorer;
  private final Journal journal;
  private final PrintWriter err;

  ListSession(
      ListWork work,
      Outputs outputs,
      Optional<CallsOutput> callsOutput,
      JobSettings settings,
      ListScorer scorer,
      Journal journal,
      PrintWriter err) {
    this.work = work;
    this.outputs = outputs;
    this.callsOutput = callsOutput;
    this.settings = settings;
    this.scorer = scorer;
    this.journal = journal;
    this.err = err;
  }

  /**
   * @throws CommandException when input, output or engine fail
   */
  ExitCode run(Signals signals) {
    return JobStage.run(err, settings, signals, this::run);
  }

  private ExitCode run(JobStage stage) throws InterruptedException {
    ProgressDisplay display = stage.display();
    stage.tellDamage(journal);
    JournalKeeper keeper = new JournalKeeper(journal, stage.stop(), display::print);
    stage.stop().onEndNow(() -> display.print("ended at once; " + kept(keeper)));
    long start = System.nanoTime();
    try {
      ListProgress progress = new ListProgress(work.counts(), scorer);
      display.start(progress::status);
      QueryFlow flow = new QueryFlow(work.input(), scorer, work::known);
      JobRun.End end = new ListRun(flow, work, keeper, stage.stop(), settings.maxFailures()).run();
      display.finish();
      if (end == JobRun.End.STOPPED) {
        display.print("stopped; " + kept(keeper));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      ListSummary summary = new ListSummary(work.counts(), scorer.stats(), seconds);
      stage.summarize(summary::json, summary::lines);
      return finish(stage, end);
    } catch (CommandException e) {
      throw new CommandException(e.code(), e.getMessage() + "; " + kept(keeper), e);
    }
  }

  private ExitCode finish(JobStage stage, JobRun.End end) {
    if (end != JobRun.End.COMPLETE) {
      return stage.endedEarly(end);
    }
    JsonLines model = new JsonLines(scorer.model(), scorer.runtime());
    outputs.writeLists(work.rows(), journal, model);
    callsOutput.ifPresent(file -> Outputs.write(file, work.input().size(), work::calls, journal));
    return work.counts().failures() > 0 ? ExitCode.PAIRS_FAILED : ExitCode.OK;
  }

  private String kept(JournalKeeper keeper) {
    return keeper.kept(work.counts().done(), settings.existing());
  }
}
