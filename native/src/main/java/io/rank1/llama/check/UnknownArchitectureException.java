package io.rank1.llama.check;

/** A model that is good, and of an architecture that the llama.cpp at hand does not know yet. */
public final class UnknownArchitectureException extends ModelUnusableException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message file, architecture and llama.cpp
   */
  public UnknownArchitectureException(String message) {
    super(message);
  }
}
