package io.rank1.core.runner;

import java.util.List;
import java.util.Objects;

/**
 * What a step returned.
 *
 * @param outcome whether the step ran
 * @param rows what was wanted: chunk by chunk in the order given, and by position; empty unless it
 *     ran
 * @param deviceNanos time inside the model, as against the runner's own
 */
public record StepResult(Outcome outcome, List<Row> rows, long deviceNanos) {

  /** How a step went. */
  public enum Outcome {
    /** All chunks are in the KV cache. */
    RAN,
    /** The KV cache has no room for the batch and is as it was before. */
    NO_ROOM
  }

  public StepResult {
    Objects.requireNonNull(outcome, "outcome");
    rows = List.copyOf(rows);
  }
}
