package io.rank1.core.engine;

import io.rank1.core.engine.Generation.End;
import io.rank1.core.engine.Scheduler.Scheduled;
import io.rank1.core.runner.RunnerLimits;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the engine's thread does, and lets other threads see the last whole count. Ends and
 * refusals may be counted by any thread.
 */
final class StepMeter {

  private final RunnerLimits limits;
  private final Map<End, LongAdder> ends = new EnumMap<>(End.class);
  private final LongAdder rejected = new LongAdder();
  private long steps;
  private long prefilledTokens;
  private long decodedTokens;
  private long sharedTokens;
  private long preemptions;
  private long slotSteps;
  private long deviceNanos;
  private long busyNanos;
  private long decodeSteps;
  private long decodeNanos;
  private volatile EngineStats.Steps stats;
  private volatile Held held = new Held(0, 0);
  private volatile long lastStep = System.nanoTime();

  /** What the running sequences hold. */
  private record Held(int running, int cells) {}

  StepMeter(RunnerLimits limits) {
    this.limits = limits;
    for (End end : End.values()) {
      ends.put(end, new LongAdder());
    }
    publish();
  }

  EngineStats stats() {
    Map<End, Long> counts = new EnumMap<>(End.class);
    ends.forEach((end, count) -> counts.put(end, count.sum()));
    return new EngineStats(stats, counts, rejected.sum());
  }

  /**
   * How the engine is now.
   *
   * @param queued requests that wait
   */
  EngineHealth health(EngineHealth.State state, int queued) {
    Held now = held;
    return new EngineHealth(
        state,
        System.nanoTime() - lastStep,
        queued,
        now.running(),
        limits.slots(),
        now.cells(),
        limits.cells());
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
    if (step.size() == limits.slots() && step.stream().allMatch(Scheduled::isDecoding)) {
      decodeSteps++;
      decodeNanos += inAll;
    }
    lastStep = System.nanoTime();
    publish();
  }

  /**
   * Counts what the plan of a step did.
   *
   * @param preempted sequences that lost their place
   * @param shared tokens that admitted sequences took over
   */
  void countAdmission(int preempted, long shared) {
    preemptions += preempted;
    sharedTokens += shared;
    publish();
  }

  void countEnd(End end) {
    ends.get(end).increment();
  }

  void countRejected() {
    rejected.increment();
  }

  void hold(int running, int cells) {
    held = new Held(running, cells);
  }

  private void publish() {
    stats =
        new EngineStats.Steps(
            steps,
            prefilledTokens,
            decodedTokens,
            sharedTokens,
            preemptions,
            limits.slots(),
            slotSteps,
            deviceNanos,
            busyNanos,
            decodeSteps,
            decodeNanos);
  }
}
