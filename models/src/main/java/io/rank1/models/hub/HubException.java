package io.rank1.models.hub;

import io.rank1.core.text.PlainText;
import java.util.Objects;

/** A file cannot be fetched; the message says in one line what is wrong and what to do. */
public final class HubException extends RuntimeException {

  /** What kept a file from being fetched. */
  public enum Kind {
    /** No connection, or too many that broke. */
    UNREACHABLE,
    /** The server wants a token, or another one. */
    REFUSED,
    /** There is no such repository or revision, or not what is needed in it. */
    MISSING,
    /** There is no such file in the repository. */
    NO_SUCH_FILE,
    /** The server is busy for longer than is waited. */
    BUSY,
    /** What the server sent is not what it stated. */
    DAMAGED,
    /** The file cannot be written. */
    DISK,
    /** Connecting is forbidden. */
    OFFLINE,
    /** This thread was told to stop. */
    STOPPED
  }

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /**
   * @param message what steers a terminal is taken out
   */
  public HubException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * @param message what steers a terminal is taken out
   * @param cause what made it so, or null
   */
  public HubException(Kind kind, String message, Throwable cause) {
    super(PlainText.line(message), cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** What kept the file from being fetched. */
  public Kind kind() {
    return kind;
  }
}
