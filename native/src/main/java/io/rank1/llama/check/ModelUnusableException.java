package io.rank1.llama.check;

import io.rank1.core.failure.UnusableException;
import io.rank1.core.text.PlainText;

/** A model file that cannot be used. The message is one line: file, rule, what to do. */
public class ModelUnusableException extends UnusableException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message file, rule and remedy; what steers a terminal is taken out
   */
  public ModelUnusableException(String message) {
    super(PlainText.line(message));
  }

  /**
   * @param message file, rule and remedy; what steers a terminal is taken out
   * @param cause what made it so
   */
  public ModelUnusableException(String message, Throwable cause) {
    super(PlainText.line(message), cause);
  }
}
