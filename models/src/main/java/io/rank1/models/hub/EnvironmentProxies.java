package io.rank1.models.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The proxies that the environment names as curl reads it: {@code https_proxy}, {@code http_proxy},
 * {@code all_proxy} and {@code no_proxy}, small or (but for http) capital. Where it names none, the
 * JVM's own properties count ({@code -Dhttps.proxyHost} and the like).
 */
final class EnvironmentProxies extends ProxySelector {

  private final UnaryOperator<String> environment;
  private final ProxySelector otherwise;

  /**
   * @param environment the value of a variable, or null
   * @param otherwise asked when the environment names no proxy
   */
  EnvironmentProxies(UnaryOperator<String> environment, ProxySelector otherwise) {
    this.environment = environment;
    this.otherwise = otherwise;
  }

  /**
   * @throws IllegalArgumentException if the value of the variable that counts for this address is
   *     no proxy's address
   */
  @Override
  public List<Proxy> select(URI uri) {
    String name = variable(uri.getScheme());
    if (name.isEmpty()) {
      return otherwise.select(uri);
    }
    return isExempt(uri.getHost()) ? List.of(Proxy.NO_PROXY) : List.of(proxy(name));
  }

  /** The value of the variable that counts for a scheme, or nothing. */
  private String variable(String scheme) {
    String small = scheme.toLowerCase(Locale.ROOT);
    String own = value(small + "_proxy");
    if (own.isEmpty() && !small.equals("http")) { // HTTP_PROXY may be a request's header in CGI
      own = value(small.toUpperCase(Locale.ROOT) + "_PROXY");
    }
    return own.isEmpty() ? either("all_proxy") : own;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException problem) {
    // The request fails with the same problem; there is no other proxy to try.
  }

  /**
   * Name and password for the proxy of a scheme, where its address has them: another proxy is not
   * told them. Java answers an https proxy that asks for them only when the property {@code
   * jdk.http.auth.tunneling.disabledSchemes} is empty.
   *
   * @throws IllegalArgumentException if they are not percent-encoded; the message is without them
   */
  Optional<PasswordAuthentication> credentials(String scheme) {
    String name = variable(scheme);
    return name.contains("@") ? Optional.of(credentialsIn(name)) : Optional.empty();
  }

  /** Whether an address of any scheme has a proxy that is told a name and a password. */
  boolean hasCredentials() {
    return Stream.of("https", "http").anyMatch(scheme -> variable(scheme).contains("@"));
  }

  private static PasswordAuthentication credentialsIn(String name) {
    String plain = name.replaceFirst("^[a-z]+://", "");
    String[] parts = plain.substring(0, plain.lastIndexOf('@')).split(":", 2);
    String password = parts.length == 2 ? parts[1] : "";
    try {
      return new PasswordAuthentication(decoded(parts[0]), decoded(password).toCharArray());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException( // without the cause, which quotes the password
          "name and password of the proxy " + withoutPassword(name) + " are not percent-encoded");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private boolean isExempt(String host) {
    for (String entry : either("no_proxy").split(",")) {
      String suffix = entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
      String name = host.toLowerCase(Locale.ROOT);
      if (suffix.equals("*")
          || !suffix.isEmpty() && (name.equals(suffix) || name.endsWith("." + suffix))) {
        return true;
      }
    }
    return false;
  }

  private static Proxy proxy(String name) {
    URI address;
    try {
      address = URI.create(name.contains("://") ? name : "http://" + name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a proxy's address: " + withoutPassword(name), e);
    }
    if (!"http".equals(address.getScheme()) || address.getHost() == null) {
      throw new IllegalArgumentException(
          "not the address of an http proxy: " + withoutPassword(name));
    }
    int port = address.getPort() < 0 ? 80 : address.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
  }

  private static String withoutPassword(String name) {
    return name.replaceFirst("[^/]*@", "");
  }

  private String either(String name) {
    String small = value(name);
    return small.isEmpty() ? value(name.toUpperCase(Locale.ROOT)) : small;
  }

  private String value(String name) {
    String value = environment.apply(name);
    return value == null ? "" : value.strip();
  }
}
