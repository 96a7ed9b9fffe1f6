package io.rank1.core.runner;

/**
 * A step that failed. What the KV cache holds of its sequences is unknown; other sequences are
 * unharmed.
 */
public final class RunnerException extends Exception {

  private static final long serialVersionUID = 1L;

  public RunnerException(String message) {
    super(message);
  }
}
