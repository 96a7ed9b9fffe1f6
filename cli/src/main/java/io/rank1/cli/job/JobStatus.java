package io.rank1.cli.job;

import io.rank1.core.engine.EngineStats;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a job stands.
 *
 * @param round what the round is called, in jobs of several; the numbers are those of the round
 * @param pairs pairs with a result
 * @param totalPairs all pairs
 * @param queries queries whose pairs all have a result
 * @param totalQueries all queries
 * @param failures pairs without a score
 * @param seconds since scoring began
 * @param pairsPerSecond pairs scored since then, a second
 * @param tokensPerSecond tokens generated since then, a second
 * @param tokensPerPair tokens generated for a pair, on average
 * @param slotsInUse pairs computed at once, on average since the status before
 * @param slots the most that can be
 * @param secondsLeft how long the rest will take, once that can be told
 */
record JobStatus(
    Optional<String> round,
    int pairs,
    int totalPairs,
    int queries,
    int totalQueries,
    long failures,
    double seconds,
    double pairsPerSecond,
    double tokensPerSecond,
    double tokensPerPair,
    double slotsInUse,
    int slots,
    OptionalDouble secondsLeft)
    implements ShownStatus {

  @Override
  public String line() {
    return StatusText.line(this);
  }

  @Override
  public String json() {
    return StatusText.json(this);
  }

  /**
   * @param begun what the engine had done when the round began
   * @param before what it had done at the status before
   * @param now what it has done
   * @param seconds since the round began
   */
  static JobStatus of(
      JobRound round, EngineStats begun, EngineStats before, EngineStats now, double seconds) {
    JobCounts counts = round.counts();
    long steps = now.work().steps() - before.work().steps();
    double time = Math.max(1e-3, seconds);
    return new JobStatus(
        round.name(),
        counts.pairs(),
        counts.total(),
        counts.queries(),
        counts.totalQueries(),
        counts.failures(),
        seconds,
        counts.scoredNow() / time,
        (now.work().decodedTokens() - begun.work().decodedTokens()) / time,
        counts.pairs() == 0 ? 0 : (double) counts.completionTokens() / counts.pairs(),
        steps == 0 ? 0 : (now.work().slotSteps() - before.work().slotSteps()) / (double) steps,
        now.work().slots(),
        counts.secondsLeft(now.occupancy() * now.work().slots()));
  }
}
