package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.exit.ExitCode;
import io.rank1.cli.exit.IoProblem;
import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.PairPlace;
import io.rank1.cli.results.Outputs;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.cli.signal.Signals;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Scores the pairs of an input that the journal does not have, and writes the outputs once it has
 * all. The same job started again goes on where it ended, however it ended.
 */
public final class Job {

  private final JobInput input;
  private final Outputs outputs;
  private final JobSettings settings;
  private final Optional<CascadeSettings> cascade;
  private final Signals signals;
  private final PrintWriter err;

  /** A job in one pass. */
  public Job(
      JobInput input, Outputs outputs, JobSettings settings, Signals signals, PrintWriter err) {
    this(input, outputs, settings, Optional.empty(), signals, err);
  }

  /**
   * @param cascade what is done in two passes, where there are two; of rankings only
   * @param err where progress and the end are told
   */
  public Job(
      JobInput input,
      Outputs outputs,
      JobSettings settings,
      Optional<CascadeSettings> cascade,
      Signals signals,
      PrintWriter err) {
    if (cascade.isPresent() && input.kind() != JobInput.Kind.RANKINGS) {
      throw new IllegalArgumentException("a cascade ranks, and a table of pairs is no ranking");
    }
    this.input = input;
    this.outputs = outputs;
    this.settings = settings;
    this.cascade = cascade;
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
    try (JobModels models = openModels(chosen, cascade, settings, model)) {
      JobRounds rounds = rounds(plan, models, chosen, cascade);
      try (Journal journal =
          Journal.open(
              settings.journal(),
              rounds.identity(),
              settings.existing(),
              (key, entry) -> rounds.passes().forEach(pass -> pass.results().add(key, entry)))) {
        return new JobSession(
                input, outputs, settings, rounds, models, chosen.method(), journal, signals, err)
            .run();
      } catch (IOException e) {
        throw CommandException.usage(
            "cannot close " + settings.journal() + ": " + IoProblem.describe(e));
      }
    }
  }

  static JobModels openModels(
      ScorerSettings main,
      Optional<CascadeSettings> cascade,
      JobSettings settings,
      Function<ScorerSettings, Scorer> model) {
    return JobModels.open(
        main, cascade.flatMap(CascadeSettings::first).map(settings::firstAsBefore), model);
  }

  static JobRounds rounds(
      JobPlan plan, JobModels models, ScorerSettings chosen, Optional<CascadeSettings> cascade) {
    JobPass thinking = JobPass.thinking(plan, models.main(), chosen.engine().thinking());
    return cascade.isPresent()
        ? new TwoPasses(cascade.get().rule(), JobPass.direct(plan, models.direct()), thinking)
        : new OnePass(thinking);
  }

  /** Reads the input through, and makes sure that the outputs can hold all of it. */
  private JobPlan plan(ScorerSettings chosen) {
    try {
      JobPlan plan =
          JobPlan.of(input, chosen.method(), pair -> outputs.requireWritable(pair.place()));
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
