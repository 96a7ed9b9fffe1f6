package io.rank1.cli.job;

import io.rank1.cli.journal.JobIdentity;
import java.util.List;
import java.util.Optional;

/** What a job has to do, round after round, and what comes of it. */
interface JobRounds {

  /** The only pass, or the second one before the first. */
  List<JobPass> passes();

  /** What its scores depend on, all passes together. */
  JobIdentity identity();

  /** Begins with what the passes have results for by now. */
  void begin();

  /**
   * Opens what is to be scored next; the round before has to be complete.
   *
   * @return nothing when everything is scored
   */
  Optional<JobRound> next();

  /** Where the job stands, as far as it got. */
  JobCounts counts();

  /** What there is to tell of each pass. */
  List<PassReport> reports();

  /** How much is done, in words. Safe to be called by any thread. */
  String done();

  /** Makes the rows once everything is scored. */
  JobRows.RowMaker rows();
}
