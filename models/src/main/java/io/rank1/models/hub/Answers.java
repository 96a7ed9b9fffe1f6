package io.rank1.models.hub;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/** What answers of the hub mean that are not what was asked for. */
final class Answers {

  /** Statuses that may be others a while later. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

  /** The hub says here what exactly it did not find or allow. */
  private static final String ERROR_CODE = "x-error-code";

  private Answers() {}

  /**
   * The error that an answer is.
   *
   * @param what was asked for
   * @param repository where it would be
   * @param endpoint the hub's address
   * @throws StatusException when it may pass
   */
  static HubException error(Reply reply, String what, HubRepository repository, String endpoint)
      throws IOException {
    int status = reply.status();
    boolean hub = Redirects.isSameOrigin(reply.uri(), URI.create(endpoint));
    // The store's addresses are good for a while only; the next try is given a new one.
    boolean outdated = !hub && (status == 401 || status == 403 || status == 404);
    if (outdated || PASSING.contains(status)) {
      throw new StatusException(
          reply.uri().getHost() + " answers with status " + status, retryAfter(reply));
    }
    String page = endpoint + "/" + repository;
    String code = reply.anyHeader(ERROR_CODE).orElse("");
    if (status == 401 || status == 403 || code.equals("GatedRepo")) {
      return new HubException(HubException.Kind.REFUSED, refused(status, code, what, page));
    }
    if (status == 404) {
      return missing(code, what, page);
    }
    if (status == 407) {
      return new HubException(
          HubException.Kind.REFUSED,
          "cannot fetch "
              + what
              + ": the proxy wants a name and a password; give them in"
              + " https_proxy=http://NAME:PASSWORD@HOST:PORT, and start Java with"
              + " -Djdk.http.auth.tunneling.disabledSchemes=");
    }
    return new HubException(
        HubException.Kind.DAMAGED,
        "cannot fetch "
            + what
            + ": "
            + reply.uri().getHost()
            + " answers with status "
            + status
            + "; check HF_ENDPOINT");
  }

  private static String refused(int status, String code, String what, String page) {
    String start = "the hub refuses " + what + " (status " + status + "): ";
    if (code.equals("GatedRepo")) {
      return start
          + "its authors let in only who asked: sign in at "
          + page
          + " and accept the terms, then give your token by HF_TOKEN";
    }
    return status == 401
        ? start
            + "there is no such repository, or it is not for everybody, or the token is not"
            + " valid; check the name, and give a token by HF_TOKEN if it is private"
        : start + "the token in HF_TOKEN does not allow it; give it read access to " + page;
  }

  private static HubException missing(String code, String what, String page) {
    return switch (code) {
      case "RepoNotFound" ->
          new HubException(HubException.Kind.MISSING, "there is no " + page + "; check the name");
      case "RevisionNotFound" ->
          new HubException(
              HubException.Kind.MISSING, page + " has no such revision; check --revision");
      default ->
          new HubException(
              HubException.Kind.NO_SUCH_FILE,
              "there is no " + what + " on the hub; " + page + " shows what there is");
    };
  }

  /** Seconds, or a date; what is neither counts as not said. */
  private static Optional<Duration> retryAfter(Reply reply) {
    Optional<String> text = reply.header("retry-after").map(String::strip);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text.get())));
    }
    try {
      Instant then =
          ZonedDateTime.parse(text.get(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
