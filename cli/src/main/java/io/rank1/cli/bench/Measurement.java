package io.rank1.cli.bench;

import io.rank1.core.engine.EngineStats;
import io.rank1.core.speculate.SpeculationStats;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What was measured over all rounds.
 *
 * @param work what the engine did in them
 * @param pairs pairs of a round
 * @param roundNanos wall time of every round
 * @param promptTokens tokens of a prompt, on average
 * @param guesses what became of guesses at tokens; empty when there were none
 * @param peakBytes the most memory that the process had so far, where the system tells
 */
public record Measurement(
    EngineStats.Steps work,
    int pairs,
    List<Long> roundNanos,
    long promptTokens,
    Optional<SpeculationStats> guesses,
    OptionalLong peakBytes) {

  public Measurement {
    roundNanos = List.copyOf(roundNanos);
    if (roundNanos.isEmpty() || pairs < 1) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  static Measurement between(
      EngineStats.Steps before,
      EngineStats.Steps after,
      int pairs,
      List<Long> roundNanos,
      long promptTokens,
      Optional<SpeculationStats> guesses) {
    EngineStats.Steps work =
        new EngineStats.Steps(
            after.steps() - before.steps(),
            after.prefilledTokens() - before.prefilledTokens(),
            after.decodedTokens() - before.decodedTokens(),
            after.sharedTokens() - before.sharedTokens(),
            after.preemptions() - before.preemptions(),
            after.slots(),
            after.slotSteps() - before.slotSteps(),
            after.deviceNanos() - before.deviceNanos(),
            after.busyNanos() - before.busyNanos(),
            after.decodeSteps() - before.decodeSteps(),
            after.decodeNanos() - before.decodeNanos());
    return new Measurement(work, pairs, roundNanos, promptTokens, guesses, PeakMemory.bytes());
  }

  /** Pairs scored in all rounds. */
  long scored() {
    return (long) pairs * roundNanos.size();
  }

  double wallSeconds() {
    return Math.max(1, roundNanos.stream().mapToLong(Long::longValue).sum()) / 1e9;
  }

  /** Pairs a second over all rounds. */
  public double pairsPerSecond() {
    return scored() / wallSeconds();
  }

  List<Double> pairsPerSecondByRound() {
    return roundNanos.stream().map(nanos -> pairs / (Math.max(1, nanos) / 1e9)).toList();
  }

  double prefillPerSecond() {
    return work.prefilledTokens() / wallSeconds();
  }

  double decodePerSecond() {
    return work.decodedTokens() / wallSeconds();
  }

  /** Mean time of a step in which every slot decodes, if there was one. */
  OptionalDouble decodeStepMillis() {
    return work.decodeSteps() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(work.decodeNanos() / 1e6 / work.decodeSteps());
  }

  /** Share of the wall time inside the model. */
  double deviceOfWall() {
    return work.deviceNanos() / 1e9 / wallSeconds();
  }

  /** Share of the steps' time inside the model. */
  double deviceOfBusy() {
    return work.busyNanos() == 0 ? 0 : work.deviceNanos() / (double) work.busyNanos();
  }
}
