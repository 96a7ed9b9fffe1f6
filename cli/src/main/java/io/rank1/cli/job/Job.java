package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.cli.signal.Signals;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
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
   * Runs the job to its end. Its files are to be checked before, by {@link JobFiles}.
   *
   * @param wanted what to open
   * @param model opens it; called once input and outputs are known to be good
   * @return whether all pairs have a score, or why not, as an exit code
   * @throws CommandException when input, output or model cannot be used, or the engine stops; the
   *     journal keeps what was done
   */
  public ExitCode run(ScorerSettings wanted, Function<ScorerSettings, Scorer> model) {
    ScorerSettings chosen = settings.asBefore(wanted);
    JobPlan plan = plan(chosen);
    try (Scorer scorer = model.apply(chosen)) {
      JobIdentity identity = identity(scorer, chosen);
      JobPlan keyed = plan.keyedBy(identity);
      try (JobResults results =
          JobResults.open(
              keyed,
              identity,
              found -> Journal.open(settings.journal(), identity, settings.existing(), found))) {
        return new JobSession(
                input, outputs, settings, keyed, scorer, chosen.template(), results, signals, err)
            .run();
      } catch (IOException e) {
        throw CommandException.usage(
            "cannot close " + settings.journal() + ": " + IoProblem.describe(e));
      }
    }
  }

  static JobIdentity identity(Scorer scorer, ScorerSettings chosen) {
    return new JobIdentity(scorer.model(), scorer.identity(chosen.engine().thinking()));
  }

  /** Reads the input through, and makes sure that the outputs can hold all of it. */
  private JobPlan plan(ScorerSettings chosen) {
    try {
      JobPlan plan =
          JobPlan.of(input, chosen.template(), pair -> outputs.requireWritable(pair.place()));
      for (String qid : input.qids()) {
        for (PairPlace place : input.unscored(qid)) {
          outputs.requireWritable(place);
        }
      }
      if (plan.emptyPassages() > 0 && input.kind() == JobInput.Kind.TABLE) {
        err.println(
            String.format(
                Locale.ROOT,
                "rank1: note: %d passages are empty; they are scored as they are",
                plan.emptyPassages()));
        err.flush();
      }
      return plan;
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
