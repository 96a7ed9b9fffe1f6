package io.rank1.models.hub;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A server's answer, and those that led to it.
 *
 * @param uri where it came from in the end
 * @param status the last answer's status
 * @param hops the headers of all answers, the last one's last
 * @param body the last answer's body; to be closed
 */
record Reply(URI uri, int status, List<HttpHeaders> hops, BodyReader body)
    implements AutoCloseable {

  Reply {
    hops = List.copyOf(hops);
  }

  /** A header of the last answer. */
  Optional<String> header(String name) {
    return hops.get(hops.size() - 1).firstValue(name);
  }

  /** A header of the first answer that has it. */
  Optional<String> anyHeader(String name) {
    return hops.stream().flatMap(headers -> headers.firstValue(name).stream()).findFirst();
  }

  /** A number in the first answer that has it; nothing if it is none. */
  OptionalLong anyNumber(String name) {
    return number(anyHeader(name));
  }

  /** A number in the last answer; nothing if it is none. */
  OptionalLong number(String name) {
    return number(header(name));
  }

  /** Whether it asks to look elsewhere. */
  boolean isRedirect() {
    return status >= 300 && status < 400 && header("location").isPresent();
  }

  private static OptionalLong number(Optional<String> text) {
    return text.filter(digits -> digits.matches("\\d{1,18}")).stream()
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  @Override
  public void close() {
    body.close();
  }
}
