package io.rank1.cli.job;

import io.rank1.cli.exit.CommandException;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.cli.journal.PastJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the journals have of a job that is only looked at: nothing is copied or written. */
final class KnownResults {

  private final JobSettings settings;

  KnownResults(JobSettings settings) {
    this.settings = settings;
  }

  /**
   * Notes what the job would not score again. The records themselves cannot be read by it.
   *
   * @throws CommandException when the job's journal is of another one
   */
  void takeInto(JobRounds rounds) throws IOException {
    boolean resumes = settings.existing() == Journal.Existing.RESUME;
    if (resumes && Files.exists(settings.journal())) {
      try (PastJournal journal = open(settings.journal(), rounds.passes())) {
        Journal.requireSame(settings.journal(), rounds.identity(), journal.identity());
      }
    }
    if (settings.failed() == JobSettings.FailedPairs.RETRY) {
      rounds.passes().forEach(pass -> pass.results().forgetFailures());
    }
    for (Path path : settings.reuse()) {
      List<JobPass> there = rounds.passes().stream().map(KnownResults::withoutResults).toList();
      open(path, there).close();
      for (int i = 0; i < there.size(); i++) {
        add(there.get(i), rounds.passes().get(i));
      }
    }
  }

  private static JobPass withoutResults(JobPass pass) {
    return new JobPass(
        pass.plan(),
        new JobResults(pass.plan(), pass.results().identity()),
        pass.scorer(),
        pass.request());
  }

  private static void add(JobPass from, JobPass to) {
    for (int first : to.plan().firsts()) {
      Optional<JournalEntry> found = from.results().find(first);
      if (to.results().find(first).isEmpty()
          && found.flatMap(JournalEntry::relevance).isPresent()) {
        to.results().note(first, found.get());
      }
    }
  }

  private static PastJournal open(Path path, List<JobPass> passes) {
    return PastJournal.open(
        path, (key, entry) -> passes.forEach(pass -> pass.results().add(key, entry)));
  }
}
