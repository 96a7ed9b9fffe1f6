package io.rank1.cli.job;

import io.rank1.core.engine.EngineStats;

/** Where a round stands, from one look to the next. Used by one thread at a time. */
final class RoundProgress {

  private final JobRound round;
  private final long start = System.nanoTime();
  private final EngineStats begun;
  private EngineStats before;

  RoundProgress(JobRound round) {
    this.round = round;
    this.begun = round.pass().scorer().stats();
    this.before = begun;
  }

  JobStatus status() {
    EngineStats now = round.pass().scorer().stats();
    JobStatus status = JobStatus.of(round, begun, before, now, (System.nanoTime() - start) / 1e9);
    before = now;
    return status;
  }
}
