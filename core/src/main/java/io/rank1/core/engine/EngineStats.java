package io.rank1.core.engine;

/**
 * What an engine has done since it started.
 *
 * @param steps steps run
 * @param prefilledTokens tokens run without being generated: prompts, forced answers, and tokens
 *     computed anew after a preemption; not those that a sequence took over from another
 * @param decodedTokens tokens generated
 * @param finished sequences that ended, scored or not
 * @param preemptions times a sequence lost its place in the KV cache
 * @param slots sequences that can run at once
 * @param slotSteps sequences run, summed over the steps
 * @param deviceNanos time inside the model
 * @param busyNanos wall time of all steps, the time inside the model included
 * @param decodeSteps steps in which every slot ran the one token that it had generated last
 * @param decodeNanos wall time of these steps
 */
public record EngineStats(
    long steps,
    long prefilledTokens,
    long decodedTokens,
    long finished,
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
