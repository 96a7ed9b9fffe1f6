package io.rank1.cli.job;

import io.rank1.cli.journal.JobIdentity;
import io.rank1.cli.journal.Journal;
import io.rank1.cli.journal.JournalEntry;
import io.rank1.core.identity.Hash128;
import java.util.Optional;

/**
 * The journal from the view of a job.
 *
 * @param identity what the job's scores depend on beside the prompts
 * @param journal where its results are
 */
record JobResults(JobIdentity identity, Journal journal) {

  /** What a pair's result belongs to. */
  Hash128 key(PlannedPair pair) {
    return identity.key(pair.prompt());
  }

  /** What became of a pair. */
  Optional<JournalEntry> find(PlannedPair pair) {
    return find(pair.prompt());
  }

  /** What became of the pairs of a prompt. */
  Optional<JournalEntry> find(Hash128 prompt) {
    return journal.find(identity.key(prompt));
  }
}
