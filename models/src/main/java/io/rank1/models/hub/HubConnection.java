package io.rank1.models.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Sends requests, and follows redirects itself: the token goes to the hub's own origin only. For
 * use by several threads.
 */
final class HubConnection {

  private static final Duration CONNECT = Duration.ofSeconds(20);

  /** Which redirects are followed. */
  enum Follow {
    ALL,
    /** Those on the same origin: a large file's redirect to its store states hash and size. */
    SAME_ORIGIN
  }

  private final HttpClient client;
  private final URI endpoint;
  private final Optional<String> token;
  private final Duration silence;

  /**
   * @param proxies chooses the proxy for an address
   * @param silence how long to wait for an answer, or for its next bytes
   * @throws HubException when the environment names a proxy or a token that cannot be
   */
  HubConnection(HubSettings settings, EnvironmentProxies proxies, Duration silence) {
    this.endpoint = settings.endpoint();
    this.token = settings.token();
    this.silence = silence;
    try {
      proxies.select(endpoint);
    } catch (IllegalArgumentException e) {
      throw new HubException(HubException.Kind.UNREACHABLE, e.getMessage(), e);
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // a connection for each file
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(proxies);
    if (proxies.hasCredentials()) { // without an authenticator, a 407 is an answer like others
      builder.authenticator(new ProxyAuthenticator(proxies));
    }
    this.client = builder.build();
  }

  /** The hub's address of something. */
  URI address(String path) {
    return URI.create(endpoint + path);
  }

  /** Whether an address is the hub's own. */
  boolean isHub(URI uri) {
    return Redirects.isSameOrigin(endpoint, uri);
  }

  /**
   * Sends a request without a body.
   *
   * @param hubHeaders sent to the hub's own origin only
   * @param headers sent to everybody
   * @throws IOException when no answer comes
   */
  Reply send(
      String method,
      URI start,
      Follow follow,
      Map<String, String> headers,
      Map<String, String> hubHeaders)
      throws IOException {
    List<HttpHeaders> hops = new ArrayList<>();
    URI uri = start;
    for (int i = 0; i <= Redirects.MOST; i++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .timeout(silence)
              .header("User-Agent", "rank1-jvm")
              .header("Accept-Encoding", "identity"); // lengths and ranges of the file itself
      headers.forEach(request::header);
      if (isHub(uri)) {
        hubHeaders.forEach(request::header);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
      }
      Head head = send(request.build());
      hops.add(head.info().headers());
      Reply reply = new Reply(uri, head.info().statusCode(), hops, head.body());
      Optional<URI> next = next(reply, follow);
      if (next.isEmpty()) {
        return reply;
      }
      reply.close();
      uri = next.get();
    }
    throw Redirects.tooMany(start);
  }

  /** Where an answer leads, if it is to be followed. An answer that leads nowhere is closed. */
  private static Optional<URI> next(Reply reply, Follow follow) {
    if (!reply.isRedirect()) {
      return Optional.empty();
    }
    try {
      URI next = Redirects.follow(reply.uri(), reply.header("location").orElseThrow());
      return follow == Follow.ALL || Redirects.isSameOrigin(reply.uri(), next)
          ? Optional.of(next)
          : Optional.empty();
    } catch (HubException e) {
      reply.close();
      throw e;
    }
  }

  /**
   * The beginning of an answer.
   *
   * @param info its status and headers
   * @param body what follows
   */
  private record Head(HttpResponse.ResponseInfo info, BodyReader body) {}

  /**
   * Returns when status and headers are there. The JDK's own {@code send} fails for a connection
   * that breaks soon, and drops the bytes that came; here they are the body, and then its error.
   */
  private Head send(HttpRequest request) throws IOException {
    CompletableFuture<Head> begun = new CompletableFuture<>();
    CompletableFuture<?> whole =
        client.sendAsync(
            request,
            info -> {
              BodyReader body = new BodyReader(silence);
              begun.complete(new Head(info, body));
              return body;
            });
    whole.whenComplete(
        (unused, failure) -> {
          if (failure != null && !begun.completeExceptionally(failure)) {
            begun.thenAccept(head -> head.body().onError(failure));
          }
        });
    try {
      return begun.get();
    } catch (ExecutionException e) {
      throw problem(e.getCause());
    } catch (InterruptedException e) {
      whole.cancel(true);
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped");
      stopped.initCause(e);
      throw stopped;
    }
  }

  private static IOException problem(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof IOException known) {
      return known;
    }
    return new IOException(String.valueOf(cause.getMessage()), cause);
  }
}
