package io.rank1.models.hub;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/** Which redirects are followed, and with what. */
final class Redirects {

  /** As many as browsers follow, about. */
  static final int MOST = 10;

  private Redirects() {}

  /**
   * Where a redirect leads.
   *
   * @throws HubException when it leads nowhere, or from a secure connection to an open one
   */
  static URI follow(URI from, String location) {
    URI to;
    try {
      to = from.resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw new HubException(
          HubException.Kind.DAMAGED, from.getHost() + " redirects to no address", e);
    }
    boolean http = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
    boolean opened = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
    if (!http || to.getHost() == null || opened) {
      throw new HubException(
          HubException.Kind.DAMAGED,
          from.getHost()
              + " redirects to "
              + to.getScheme()
              + "://"
              + to.getHost()
              + ", which is not followed");
    }
    return to;
  }

  /** Whether both are of the same scheme, host and port, so that one may see the other's token. */
  static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getHost().toLowerCase(Locale.ROOT).equals(other.getHost().toLowerCase(Locale.ROOT))
        && port(one) == port(other);
  }

  /** The error for a chain that does not end. */
  static IOException tooMany(URI start) {
    return new IOException("more than " + MOST + " redirects from " + start.getHost());
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
