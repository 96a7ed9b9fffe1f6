package io.rank1.core.failure;

/**
 * A model, a runtime or a setting that nothing can be scored with. It is thrown where something is
 * opened; trying again does not help.
 */
public non-sealed class UnusableException extends Rank1Exception {

  private static final long serialVersionUID = 1L;

  public UnusableException(String message) {
    super(message);
  }

  public UnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
