package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.InputException;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptTooLongException;
import io.rank1.core.prompt.UntokenizableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tells what a job would do, and for how long, without writing anything. */
public final class DryRun {

  private static final int AT_ONCE = 1024;

  private final JobInput input;
  private final JobSettings settings;
  private final Optional<CascadeSettings> cascade;

  /**
   * @param settings of the job; only its journals are looked at
   * @param cascade what the job does in two passes, where there are two
   */
  public DryRun(JobInput input, JobSettings settings, Optional<CascadeSettings> cascade) {
    this.input = input;
    this.settings = settings;
    this.cascade = cascade;
  }

  /**
   * Reads all pairs, tokenizes what is open, and scores a few of them.
   *
   * @param wanted what to open
   * @param model opens it
   * @return the report, several lines
   * @throws CommandException when input, journal or model cannot be used
   */
  public String run(ScorerSettings wanted, Function<ScorerSettings, Scorer> model) {
    ScorerSettings chosen = settings.asBefore(wanted);
    try {
      JobPlan read = JobPlan.of(input, chosen.method(), pair -> {});
      try (JobModels models = Job.openModels(chosen, cascade, settings, model)) {
        JobRounds rounds = Job.rounds(read, models, chosen, cascade);
        new KnownResults(settings).takeInto(rounds);
        JobPass pass = rounds.passes().get(rounds.passes().size() - 1); // the first that is run
        pass.openWhatIsMissing();
        PromptCensus census = census(pass);
        Trial trial = Trial.run(input, pass);
        String report =
            new DryRunReport(pass.plan(), census, trial, pass.scorer().stats().work().slots())
                .text();
        return cascade.isPresent()
            ? report + "\n" + thinking(cascade.get(), rounds.passes().get(0), pass, trial)
            : report;
      }
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    } catch (IOException e) {
      throw CommandException.usage("cannot read " + settings.journal() + ": " + e.getMessage());
    }
  }

  private String thinking(CascadeSettings two, JobPass second, JobPass first, Trial direct)
      throws InputException {
    ThinkingEstimate estimate = ThinkingEstimate.of(two.rule(), first, second, direct);
    second.openWhatIsMissing();
    Trial trial = Trial.run(input, second);
    return estimate.text(trial, second);
  }

  /** Tokenizes on all cores, some prompts at a time. */
  private PromptCensus census(JobPass pass) throws InputException {
    PromptCensus census = new PromptCensus();
    List<JobPair> some = new ArrayList<>();
    try (JobInput.Pairs pairs = input.open()) {
      int index = 0;
      for (Optional<JobPair> pair = pairs.next(); pair.isPresent(); pair = pairs.next()) {
        if (pass.plan().isOpen(index)) {
          some.add(pair.get());
        }
        if (some.size() == AT_ONCE) {
          count(census, pass, some);
        }
        index++;
      }
    }
    count(census, pass, some);
    return census;
  }

  private static void count(PromptCensus census, JobPass pass, List<JobPair> pairs) {
    pairs.parallelStream().forEach(pair -> count(census, pass, pair));
    pairs.clear();
  }

  private static void count(PromptCensus census, JobPass pass, JobPair pair) {
    try {
      FittedPrompt prompt = pass.fit(pair.request());
      census.add(prompt.tokens().length, prompt.truncation().isCut());
    } catch (PromptTooLongException | UntokenizableException e) {
      census.addUnusable();
    }
  }
}
