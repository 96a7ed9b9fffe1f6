package io.rank1.llama.library;

/**
 * A folder or package with llama.cpp cannot be used, fetched or installed; the message says in one
 * line what is wrong and what to do.
 */
public final class LibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message control characters become blanks
   */
  public LibraryException(String message) {
    super(oneLine(message));
  }

  /**
   * @param message control characters become blanks
   * @param cause what made it so
   */
  public LibraryException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
