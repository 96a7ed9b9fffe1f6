package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.results.CallsOutput;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.scoring.ListScorer;
import io.rank1.cli.scoring.ListScorerOpener;
import io.rank1.cli.scoring.ListScorerSettings;
import io.rank1.cli.signal.Signals;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Ranks the queries of an input by questions about lists, and writes the outputs once all are
 * ranked. Every answer is kept in a journal as soon as it is there: the same job started again asks
 * for nothing twice, and ends with the same order as if it had not been interrupted.
 */
public final class ListJob {

  private final ListInput input;
  private final Outputs outputs;
  private final Optional<CallsOutput> calls;
  private final JobSettings settings;
  private final Signals signals;
  private final PrintWriter err;

  /**
   * @param calls where the calls themselves go; empty for nowhere
   * @param err where progress and the end are told
   */
  public ListJob(
      ListInput input,
      Outputs outputs,
      Optional<CallsOutput> calls,
      JobSettings settings,
      Signals signals,
      PrintWriter err) {
    this.input = input;
    this.outputs = outputs;
    this.calls = calls;
    this.settings = settings;
    this.signals = signals;
    this.err = err;
  }

  /**
   * Runs the job to its end. Its files are to be checked before, by {@link JobFiles}.
   *
   * @param wanted what to open
   * @param opener opens it; called once input and outputs are known to be good
   * @return whether all queries are ranked, or why not, as an exit code
   * @throws CommandException when input, output or model cannot be used, or the engine stops; the
   *     journal keeps what was done
   */
  public ExitCode run(ListScorerSettings wanted, ListScorerOpener opener) {
    ListScorerSettings chosen = settings.asBefore(wanted);
    requireWritable();
    try (ListScorer scorer = opener.open(chosen)) {
      JobIdentity identity = new JobIdentity(scorer.model(), scorer.identity());
      JournalCalls known = new JournalCalls(identity);
      try (Journal journal =
          Journal.open(settings.journal(), identity, settings.existing(), known::add)) {
        ListWork.Calls keeping = calls.isPresent() ? ListWork.Calls.KEPT : ListWork.Calls.FORGOTTEN;
        ListWork work = new ListWork(input, journal, known, chosen.method().algorithm(), keeping);
        return new ListSession(work, outputs, calls, settings, scorer, journal, err).run(signals);
      } catch (IOException e) {
        throw CommandException.usage(
            "cannot close " + settings.journal() + ": " + IoProblem.describe(e));
      }
    }
  }

  /** Makes sure that the outputs can hold all names. */
  private void requireWritable() {
    for (int query = 0; query < input.size(); query++) {
      for (int candidate = 0; candidate < input.candidates(query); candidate++) {
        outputs.requireWritable(input.place(query, candidate));
      }
      for (PairPlace place : input.unranked(query)) {
        outputs.requireWritable(place);
      }
    }
  }
}
