package io.rank1.cli.input;

/** Input that cannot be used; the message is one line and names the place. */
public final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  static InputException at(String name, long line, String problem) {
    return new InputException(name + ":" + line + ": " + problem);
  }
}
