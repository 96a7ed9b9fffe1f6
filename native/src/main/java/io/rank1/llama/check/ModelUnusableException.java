package io.rank1.llama.check;

/** A model file that cannot be used. The message is one line: file, rule, what to do. */
public final class ModelUnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message file, rule and remedy; control characters become blanks
   */
  public ModelUnusableException(String message) {
    super(oneLine(message));
  }

  /**
   * @param message file, rule and remedy; control characters become blanks
   * @param cause what made it so
   */
  public ModelUnusableException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
