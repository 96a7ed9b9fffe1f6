package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.input.InputException;
import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.PastJournal;
import io.rank1.cli.scoring.Scorer;
import io.rank1.cli.scoring.ScorerSettings;
import io.rank1.core.prompt.FittedPrompt;
import io.rank1.core.prompt.PromptTooLongException;
import io.rank1.core.prompt.UntokenizableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Tells what a job would do, and for how long, without writing anything. */
public final class DryRun {

  private static final int AT_ONCE = 1024;

  private final JobInput input;
  private final JobSettings settings;

  /**
   * @param settings of the job; only its journals are looked at
   */
  public DryRun(JobInput input, JobSettings settings) {
    this.input = input;
    this.settings = settings;
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
      JobPlan read = JobPlan.of(input, chosen.template(), pair -> {});
      try (Scorer scorer = model.apply(chosen)) {
        JobIdentity identity = Job.identity(scorer, chosen);
        JobPlan plan = read.keyedBy(identity);
        openWhatTheJournalsLack(plan, identity);
        PromptCensus census = census(plan, scorer);
        Trial trial = Trial.run(input, plan, scorer);
        return new DryRunReport(plan, census, trial, scorer.stats().work().slots()).text();
      }
    } catch (InputException e) {
      throw CommandException.usage(e.getMessage());
    } catch (IOException e) {
      throw CommandException.usage("cannot read " + settings.journal() + ": " + e.getMessage());
    }
  }

  /**
   * @throws CommandException when the journal is of another job
   */
  private void openWhatTheJournalsLack(JobPlan plan, JobIdentity identity) throws IOException {
    BitSet known = new BitSet();
    boolean resumes = settings.existing() == Journal.Existing.RESUME;
    if (resumes && Files.exists(settings.journal())) {
      try (PastJournal journal = open(settings.journal(), plan, known, settings::isKept)) {
        Journal.requireSame(settings.journal(), identity, journal.identity());
      }
    }
    for (Path path : settings.reuse()) {
      BitSet there = new BitSet();
      open(path, plan, there, entry -> entry.relevance().isPresent()).close();
      known.or(there);
    }
    plan.openUnless(known::get);
  }

  /** Marks the pairs whose last record in a journal will do. */
  private static PastJournal open(
      Path path, JobPlan plan, BitSet known, Predicate<JournalEntry> willDo) {
    return PastJournal.open(
        path,
        (key, entry) -> {
          int first = plan.first(key);
          if (first >= 0) {
            known.set(first, willDo.test(entry));
          }
        });
  }

  /** Tokenizes on all cores, some prompts at a time. */
  private PromptCensus census(JobPlan plan, Scorer scorer) throws InputException {
    PromptCensus census = new PromptCensus();
    List<JobPair> some = new ArrayList<>();
    try (JobInput.Pairs pairs = input.open()) {
      int index = 0;
      for (Optional<JobPair> pair = pairs.next(); pair.isPresent(); pair = pairs.next()) {
        if (plan.isOpen(index)) {
          some.add(pair.get());
        }
        if (some.size() == AT_ONCE) {
          count(census, scorer, some);
        }
        index++;
      }
    }
    count(census, scorer, some);
    return census;
  }

  private static void count(PromptCensus census, Scorer scorer, List<JobPair> pairs) {
    pairs.parallelStream().forEach(pair -> count(census, scorer, pair));
    pairs.clear();
  }

  private static void count(PromptCensus census, Scorer scorer, JobPair pair) {
    try {
      FittedPrompt prompt = scorer.fit(pair.request());
      census.add(prompt.tokens().length, prompt.truncation().isCut());
    } catch (PromptTooLongException | UntokenizableException e) {
      census.addUnusable();
    }
  }
}
