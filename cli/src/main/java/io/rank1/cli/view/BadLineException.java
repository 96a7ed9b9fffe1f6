package io.rank1.cli.view;

import java.util.Objects;

/** A line that cannot be used; the message does not name the place. */
final class BadLineException extends Exception {

  private static final long serialVersionUID = 1L;

  /** How far a line is from what it should be. */
  enum Fault {
    /** It is not even JSON, as a line whose end was never written. */
    NOT_JSON,
    /** It is a JSON object about something else. */
    NO_RESULT,
    /** A field holds what it cannot hold. */
    BAD_FIELD
  }

  private final Fault fault;

  BadLineException(Fault fault, String message) {
    super(message);
    this.fault = Objects.requireNonNull(fault, "fault");
  }

  Fault fault() {
    return fault;
  }
}
