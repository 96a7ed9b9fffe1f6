package io.rank1.cli.exit;

import java.util.Objects;

/** An expected error: it ends the command with one line on standard error and an exit code. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  /**
   * @param message what is wrong, in one line
   */
  public CommandException(ExitCode code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code, "code");
  }

  /**
   * @param message what is wrong, in one line
   * @param cause shown with {@code --verbose} only
   */
  public CommandException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** Bad arguments, bad input, or output that cannot be written. */
  public static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  public ExitCode code() {
    return code;
  }
}
