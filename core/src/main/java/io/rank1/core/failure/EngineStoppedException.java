package io.rank1.core.failure;

/**
 * The engine was closed, or its model failed for good, before the request was done. It says nothing
 * of the request.
 */
public final class EngineStoppedException extends Rank1Exception {

  private static final long serialVersionUID = 1L;

  /** Why an engine stops. */
  public enum Reason {
    /** Its owner closed it. */
    CLOSED,
    /** Its model, or the engine itself, failed. */
    BROKEN
  }

  private final Reason reason;

  public EngineStoppedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
