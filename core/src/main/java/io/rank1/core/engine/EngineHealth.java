package io.rank1.core.engine;

import java.util.Objects;

/**
 * How an engine is now.
 *
 * @param state whether it takes and does work
 * @param sinceLastStepNanos time since a step ended, or since it began; long for an engine that has
 *     nothing to do, and for one whose step does not come back
 * @param queued requests that wait for a slot
 * @param running requests that hold one
 * @param slots how many there are
 * @param cellsUsed KV cells that the running ones need
 * @param cells how many there are
 */
public record EngineHealth(
    State state,
    long sinceLastStepNanos,
    int queued,
    int running,
    int slots,
    int cellsUsed,
    int cells) {

  /** Whether an engine takes and does work. */
  public enum State {
    /** It takes requests. */
    OPEN,
    /** It takes none, and is not done with those that it has. */
    ENDING,
    /** It was closed. */
    CLOSED,
    /** It failed, and will not come back. */
    BROKEN
  }

  public EngineHealth {
    Objects.requireNonNull(state, "state");
  }

  /** Whether it takes requests. */
  public boolean isOpen() {
    return state == State.OPEN;
  }
}
