package io.rank1.models.hub;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URL;

/**
 * Tells a proxy the name and password that its own variable of the environment holds, and nobody
 * anything else.
 */
final class ProxyAuthenticator extends Authenticator {

  private final EnvironmentProxies proxies;

  /**
   * @param proxies knows the names and passwords
   */
  ProxyAuthenticator(EnvironmentProxies proxies) {
    this.proxies = proxies;
  }

  @Override
  protected PasswordAuthentication getPasswordAuthentication() {
    if (getRequestorType() != RequestorType.PROXY) {
      return null;
    }
    URL url = getRequestingURL(); // the JDK gives none for the tunnel that https goes through
    return proxies.credentials(url == null ? "https" : url.getProtocol()).orElse(null);
  }
}
