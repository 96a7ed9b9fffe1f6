package io.rank1.core.engine;

import io.rank1.core.engine.Generation.End;
import java.util.Map;

/**
 * What an engine has done since it started.
 *
 * @param work the steps that were run
 * @param ends how many requests ended in each way
 * @param rejected requests that were not taken, since the queue was full
 */
public record EngineStats(Steps work, Map<End, Long> ends, long rejected) {

  /**
   * The steps that were run.
   *
   * @param steps steps run
   * @param prefilledTokens tokens run without being generated: prompts, forced answers, and tokens
   *     computed anew after a preemption; not those that a sequence took over from another, nor
   *     guesses at tokens to be generated
   * @param decodedTokens tokens generated
   * @param sharedTokens tokens that sequences took over from others, so that they were not run
   * @param preemptions times a sequence lost its place in the KV cache
   * @param slots sequences that can run at once
   * @param slotSteps sequences run, summed over the steps
   * @param deviceNanos time inside the model
   * @param busyNanos wall time of all steps, the time inside the model included
   * @param decodeSteps steps in which every slot ran the token that it had generated last, alone or
   *     with guesses at those after it
   * @param decodeNanos wall time of these steps
   */
  public record Steps(
      long steps,
      long prefilledTokens,
      long decodedTokens,
      long sharedTokens,
      long preemptions,
      int slots,
      long slotSteps,
      long deviceNanos,
      long busyNanos,
      long decodeSteps,
      long decodeNanos) {

    /** Share of slots in use over all steps, in [0, 1]; 0 before the first step. */
    public double occupancy() {
      return steps == 0 ? 0 : slotSteps / ((double) steps * slots);
    }
  }

  public EngineStats {
    ends = Map.copyOf(ends);
  }

  /** Requests that ended in one way. */
  public long ended(End end) {
    return ends.getOrDefault(end, 0L);
  }

  /** Requests that ended in any way. */
  public long finished() {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  /** As {@link Steps#occupancy}. */
  public double occupancy() {
    return work.occupancy();
  }
}
