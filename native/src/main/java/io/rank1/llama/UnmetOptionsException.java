package io.rank1.llama;

import io.rank1.core.failure.UnusableException;

/** Options that cannot be met with this model on this machine; the message says why in one line. */
public final class UnmetOptionsException extends UnusableException {

  private static final long serialVersionUID = 1L;

  UnmetOptionsException(String message) {
    super(message);
  }
}
