package io.rank1.core.runner;

/**
 * A step that failed. What the KV cache holds is unknown, also of sequences that were not in the
 * step: every slot is to be emptied.
 */
public final class RunnerException extends Exception {

  private static final long serialVersionUID = 1L;

  public RunnerException(String message) {
    super(message);
  }
}
