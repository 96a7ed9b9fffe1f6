package io.rank1.llama;

import io.rank1.core.failure.UnusableException;

/**
 * llama.cpp cannot be used here; the message says in one line which library, why and what to do.
 */
public sealed class RuntimeUnusableException extends UnusableException
    permits RuntimeUntriedException {

  private static final long serialVersionUID = 1L;

  public RuntimeUnusableException(String message) {
    super(message);
  }

  public RuntimeUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
