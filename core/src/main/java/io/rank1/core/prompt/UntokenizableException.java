package io.rank1.core.prompt;

/** A text that the model's tokenizer cannot take. */
public final class UntokenizableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UntokenizableException(String message) {
    super(message);
  }

  public UntokenizableException(String message, Throwable cause) {
    super(message, cause);
  }
}
