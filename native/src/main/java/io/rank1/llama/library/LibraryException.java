package io.rank1.llama.library;

import io.rank1.core.text.PlainText;

/**
 * A folder or package with llama.cpp cannot be used, fetched or installed; the message says in one
 * line what is wrong and what to do.
 */
public final class LibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what steers a terminal is taken out
   */
  public LibraryException(String message) {
    super(PlainText.line(message));
  }

  /**
   * @param message what steers a terminal is taken out
   * @param cause what made it so
   */
  public LibraryException(String message, Throwable cause) {
    super(PlainText.line(message), cause);
  }
}
