package io.rank1.cli.input;

/** Input that cannot be used; the message is one line and names the place. */
public final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, in one line that names the place
   */
  public InputException(String message) {
    super(message);
  }

  /** A problem in a line, counted from 1. */
  public static InputException at(String name, long line, String problem) {
    return new InputException(name + ":" + line + ": " + problem);
  }
}
