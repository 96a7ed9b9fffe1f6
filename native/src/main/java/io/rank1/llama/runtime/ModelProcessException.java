package io.rank1.llama.runtime;

/** What was asked of a {@link ModelProcess} could not be done. The message is one line. */
public final class ModelProcessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ModelProcessException(String message) {
    super(message);
  }

  ModelProcessException(String message, Throwable cause) {
    super(message, cause);
  }
}
