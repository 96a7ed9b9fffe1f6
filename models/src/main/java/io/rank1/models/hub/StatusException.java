package io.rank1.models.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An answer that may be another one later. */
final class StatusException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> wait;

  /**
   * @param message which answer
   * @param wait how long the server asks to wait
   */
  StatusException(String message, Optional<Duration> wait) {
    super(message);
    this.wait = wait;
  }

  /** How long the server asks to wait. */
  Optional<Duration> retryAfter() {
    return wait;
  }
}
