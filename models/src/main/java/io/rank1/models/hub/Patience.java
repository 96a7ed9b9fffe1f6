package io.rank1.models.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;

/**
 * Bears with failures of one request: after each that may pass it waits, twice as long every time
 * or as long as the server asks, and gives up after a number of them in a row. For one thread.
 */
final class Patience {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A server that asks for more is not waited for. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  private final String what;
  private final RetryPolicy policy;
  private final PullListener listener;
  private int failures;

  /**
   * @param what is requested, as it reads behind "cannot fetch"
   */
  Patience(String what, RetryPolicy policy, PullListener listener) {
    this.what = Objects.requireNonNull(what, "what");
    this.policy = policy;
    this.listener = listener;
  }

  /** Forgets the failures, since something was got. */
  void renew() {
    failures = 0;
  }

  /**
   * Waits until it is worth another try.
   *
   * @throws HubException when it is not, or the thread was interrupted
   */
  void after(IOException failure) {
    if (failure instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
      throw stopped(failure);
    }
    Optional<Duration> asked =
        failure instanceof StatusException status ? status.retryAfter() : Optional.empty();
    failures++;
    boolean tooLong = asked.isPresent() && asked.get().compareTo(LONGEST_ASKED) > 0;
    if (failures > policy.retries() || tooLong) {
      throw givingUp(failure, asked);
    }
    Duration wait = asked.orElseGet(this::backoff);
    listener.waiting(what, words(failure), wait);
    try {
      policy.pause().take(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(e);
    }
  }

  private HubException stopped(Exception cause) {
    return new HubException(HubException.Kind.STOPPED, what + ": stopped", cause);
  }

  /** With a random part, so that several that failed together do not come back together. */
  private Duration backoff() {
    long millis = FIRST.toMillis() << Math.min(failures - 1, 10);
    long bounded = Math.min(millis, LONGEST.toMillis());
    return Duration.ofMillis(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
  }

  private HubException givingUp(IOException failure, Optional<Duration> asked) {
    boolean busy = failure instanceof StatusException;
    String tries = failures == 1 ? "" : " (" + failures + " tries)";
    String advice =
        asked
            .map(wait -> "the server asks to wait " + wait.toSeconds() + " s; try again then")
            .orElse(
                busy
                    ? "try again later"
                    : "check the network, the proxy (https_proxy) and HF_ENDPOINT, and run the same"
                        + " command again: it goes on where it stopped");
    return new HubException(
        busy ? HubException.Kind.BUSY : HubException.Kind.UNREACHABLE,
        "cannot fetch " + what + ": " + words(failure) + tries + "; " + advice,
        failure);
  }

  /** The JDK's exceptions often come without a message. */
  private static String words(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host's name cannot be resolved";
      }
      if (cause instanceof SSLException) {
        return "no secure connection: " + cause.getMessage();
      }
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (failure instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    if (failure instanceof ConnectException) {
      return "no connection" + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
