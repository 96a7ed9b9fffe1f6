package io.rank1.core.engine;

import io.rank1.core.engine.Scheduler.Scheduled;
import java.util.List;

/** Counts what the engine's thread does, and lets other threads see the last whole count. */
final class StepMeter {

  private final int slots;
  private long steps;
  private long prefilledTokens;
  private long decodedTokens;
  private long finished;
  private long preemptions;
  private long slotSteps;
  private long deviceNanos;
  private long busyNanos;
  private long decodeSteps;
  private long decodeNanos;
  private volatile EngineStats stats;

  StepMeter(int slots) {
    this.slots = slots;
    publish();
  }

  EngineStats stats() {
    return stats;
  }

  void countStep(List<Scheduled> step, long generated, long inDevice, long inAll) {
    steps++;
    slotSteps += step.size();
    for (Scheduled scheduled : step) {
      prefilledTokens += scheduled.isDecoding() ? 0 : scheduled.chunk().tokens().length;
    }
    decodedTokens += generated;
    deviceNanos += inDevice;
    busyNanos += inAll;
    if (step.size() == slots && step.stream().allMatch(Scheduled::isDecoding)) {
      decodeSteps++;
      decodeNanos += inAll;
    }
    publish();
  }

  void countFinished(int sequences) {
    finished += sequences;
    publish();
  }

  void countPreemptions(int sequences) {
    preemptions += sequences;
  }

  private void publish() {
    stats =
        new EngineStats(
            steps,
            prefilledTokens,
            decodedTokens,
            finished,
            preemptions,
            slots,
            slotSteps,
            deviceNanos,
            busyNanos,
            decodeSteps,
            decodeNanos);
  }
}
