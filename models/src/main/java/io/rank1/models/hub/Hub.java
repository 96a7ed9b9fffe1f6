package io.rank1.models.hub;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The hub over the network. What fails and may pass is tried again; what does not is a {@link
 * HubException}. For use by several threads.
 */
public final class Hub {

  private static final int LARGEST_LISTING = 16 << 20;

  private final HubConnection connection;
  private final String endpoint;
  private final RetryPolicy policy;
  private final PullListener listener;

  /**
   * Connects when something is asked for.
   *
   * @param settings where the hub is
   * @param environment the value of a variable, or null; names the proxies
   * @param policy how long to bear with failures
   * @param listener told of waits
   * @throws HubException when the environment names a proxy or a token that cannot be
   */
  public Hub(
      HubSettings settings,
      UnaryOperator<String> environment,
      RetryPolicy policy,
      PullListener listener) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.endpoint = settings.endpoint().toString();
    this.connection =
        new HubConnection(
            settings,
            new EnvironmentProxies(environment, ProxySelector.getDefault()),
            policy.silence());
  }

  /** One try of something. */
  private interface Try<T> {
    T now() throws IOException;
  }

  private <T> T persist(String what, Try<T> attempt) {
    Patience patience = patience(what);
    while (true) {
      try {
        return attempt.now();
      } catch (IOException e) {
        patience.after(e);
      }
    }
  }

  /** Bears with failures at one thing. */
  Patience patience(String what) {
    return new Patience(what, policy, listener);
  }

  /**
   * Looks a file up, without its content.
   *
   * @param revision a branch, tag or commit
   * @throws HubException when it cannot be had
   * @throws IllegalArgumentException if the revision is no name of one
   */
  public RemoteFile look(HubFile file, String revision) {
    String path = path(file, Revisions.require(revision));
    return persist(file.toString(), () -> lookOnce(file, path));
  }

  private RemoteFile lookOnce(HubFile file, String path) throws IOException {
    try (Reply reply =
        connection.send(
            "HEAD",
            connection.address(path),
            HubConnection.Follow.SAME_ORIGIN,
            Map.of(),
            Map.of())) {
      if (!reply.isRedirect() && reply.status() != 200) {
        throw Answers.error(reply, file.toString(), file.repository(), endpoint);
      }
      String commit = reply.anyHeader("x-repo-commit").orElseThrow(() -> noHub(file, "commit"));
      long size =
          reply
              .anyNumber("x-linked-size")
              .orElseGet(
                  () ->
                      (reply.isRedirect() ? OptionalLong.empty() : reply.number("content-length"))
                          .orElseThrow(() -> noHub(file, "size")));
      try {
        return new RemoteFile(
            file, commit, content(reply).orElseThrow(() -> noHub(file, "ETag")), size);
      } catch (IllegalArgumentException e) {
        throw noHub(file, "usable commit and ETag");
      }
    }
  }

  /** What the hub says of the content, before it sends us to where it lies. */
  private static Optional<ContentId> content(Reply reply) {
    return reply
        .anyHeader("x-linked-etag")
        .or(() -> reply.isRedirect() ? Optional.empty() : reply.header("etag"))
        .map(ContentId::ofHeader);
  }

  private HubException noHub(HubFile file, String what) {
    return new HubException(
        HubException.Kind.DAMAGED,
        endpoint
            + " states no "
            + what
            + " for "
            + file
            + ", so it is no hub, or a proxy changes its answers; check HF_ENDPOINT and the proxy");
  }

  /**
   * Lists a repository's files.
   *
   * @param revision a branch, tag or commit
   * @throws HubException when it cannot be had
   * @throws IllegalArgumentException if the revision is no name of one
   */
  public RepositoryListing list(HubRepository repository, String revision) {
    String path = "/api/models/" + repository + "/revision/" + encoded(Revisions.require(revision));
    return persist("the list of " + repository + "'s files", () -> listOnce(repository, path));
  }

  private RepositoryListing listOnce(HubRepository repository, String path) throws IOException {
    try (Reply reply =
        connection.send(
            "GET", connection.address(path), HubConnection.Follow.ALL, Map.of(), Map.of())) {
      if (reply.status() != 200) {
        throw Answers.error(reply, HubReference.PREFIX + repository, repository, endpoint);
      }
      return RepositoryListing.read(repository, reply.body().all(LARGEST_LISTING));
    }
  }

  /**
   * Begins to fetch a file's content.
   *
   * @param from bytes at the start that are not wanted
   * @return an answer with status 200, 206 or 416
   * @throws HubException when the file is another one by now, or cannot be had
   * @throws IOException when another try may help
   */
  Reply open(RemoteFile remote, long from) throws IOException {
    Map<String, String> range = new HashMap<>();
    Map<String, String> condition = new HashMap<>();
    if (from > 0) {
      range.put("Range", "bytes=" + from + "-");
      condition.put("If-Range", '"' + remote.content().etag() + '"');
    }
    Reply reply =
        connection.send(
            "GET",
            connection.address(path(remote.file(), remote.commit())),
            HubConnection.Follow.ALL,
            range,
            condition);
    boolean kept = false;
    try {
      if (reply.status() != 200 && reply.status() != 206 && reply.status() != 416) {
        throw Answers.error(reply, remote.file().toString(), remote.file().repository(), endpoint);
      }
      requireUnchanged(remote, reply);
      kept = true;
      return reply;
    } finally {
      if (!kept) {
        reply.close();
      }
    }
  }

  private void requireUnchanged(RemoteFile remote, Reply reply) {
    Optional<String> stated =
        reply
            .anyHeader("x-linked-etag")
            .or(() -> connection.isHub(reply.uri()) ? reply.header("etag") : Optional.empty());
    if (reply.status() != 416 && stated.isPresent() && !states(stated.get(), remote)) {
      throw new HubException(
          HubException.Kind.DAMAGED,
          remote.file()
              + " changed on the server while it was fetched; run the same command again");
    }
  }

  private boolean states(String etag, RemoteFile remote) {
    try {
      return ContentId.ofHeader(etag).equals(remote.content());
    } catch (IllegalArgumentException e) {
      throw noHub(remote.file(), "usable ETag");
    }
  }

  private static String path(HubFile file, String revision) {
    return "/"
        + file.repository()
        + "/resolve/"
        + encoded(revision)
        + "/"
        + Arrays.stream(file.path().split("/")).map(Hub::encoded).collect(Collectors.joining("/"));
  }

  /** One part of a path. */
  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
