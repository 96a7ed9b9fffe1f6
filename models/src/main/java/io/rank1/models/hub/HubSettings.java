package io.rank1.models.hub;

import io.rank1.core.resource.UserHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Where the hub and the cache are.
 *
 * @param endpoint the hub's address, without a slash at its end
 * @param cache the folder with a folder for each repository
 * @param tokenFile where a token is kept when the environment has none
 * @param environmentToken the token of the environment
 * @param offline whether the environment forbids to connect
 */
public record HubSettings(
    URI endpoint, Path cache, Path tokenFile, Optional<String> environmentToken, boolean offline) {

  private static final String ENDPOINT = "https://huggingface.co";
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
  private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

  /**
   * Validates the endpoint.
   *
   * @throws IllegalArgumentException if it is no http or https address
   */
  public HubSettings {
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(tokenFile, "tokenFile");
    Objects.requireNonNull(environmentToken, "environmentToken");
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null || endpoint.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "HF_ENDPOINT is no http or https address: '" + endpoint + "'");
    }
  }

  /**
   * What the environment says, by the names and rules of huggingface_hub: {@code HF_ENDPOINT},
   * {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code XDG_CACHE_HOME}, {@code HF_TOKEN}, {@code
   * HF_TOKEN_PATH}, {@code HF_HUB_OFFLINE}.
   *
   * @param environment the value of a variable, or null
   * @param userHome the user's home folder, if there is one
   * @throws IllegalArgumentException if a value makes no sense, or the home folder is needed and
   *     there is none; the message is one line
   */
  public static HubSettings of(UnaryOperator<String> environment, Optional<Path> userHome) {
    UnaryOperator<String> value =
        name -> environment.apply(name) == null ? "" : environment.apply(name).strip();
    String xdg = value.apply("XDG_CACHE_HOME");
    String own = value.apply("HF_HOME");
    boolean isHomeNeeded = (own.isEmpty() ? xdg.isEmpty() : own.startsWith("~/"));
    if (userHome.isEmpty() && isHomeNeeded) {
      throw new IllegalArgumentException(new UserHome.MissingException("HF_HOME").getMessage());
    }
    Path home = userHome.orElse(Path.of("/"));
    Path caches = xdg.isEmpty() ? home.resolve(".cache") : folder(xdg, home);
    Path root = own.isEmpty() ? caches.resolve("huggingface") : folder(own, home);
    String hub = firstOf(value, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE");
    String tokenPath = value.apply("HF_TOKEN_PATH");
    String token = firstOf(value, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");
    String offline = firstOf(value, "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE");
    return new HubSettings(
        endpoint(value.apply("HF_ENDPOINT")),
        hub.isEmpty() ? root.resolve("hub") : folder(hub, home),
        tokenPath.isEmpty() ? root.resolve("token") : folder(tokenPath, home),
        token.isEmpty() ? Optional.empty() : Optional.of(token),
        TRUE.contains(offline.toLowerCase(Locale.ROOT)));
  }

  /**
   * The token to show to the hub, if there is one.
   *
   * @throws HubException if the token's file is there and cannot be read, or the token has
   *     characters that none has
   */
  public Optional<String> token() {
    Optional<String> token = environmentToken.or(this::savedToken);
    if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
      throw new HubException(
          HubException.Kind.REFUSED,
          "the token in HF_TOKEN or "
              + tokenFile
              + " is none: it has blanks or special characters");
    }
    return token;
  }

  private Optional<String> savedToken() {
    try {
      String text = Files.readString(tokenFile).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HubException(
          HubException.Kind.REFUSED,
          "cannot read the token in " + tokenFile + "; give it by HF_TOKEN",
          e);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return endpoint + " with the cache " + cache;
  }

  private static String firstOf(UnaryOperator<String> value, String name, String formerName) {
    String first = value.apply(name);
    return first.isEmpty() ? value.apply(formerName) : first;
  }

  private static Path folder(String name, Path home) {
    return name.startsWith("~/") ? home.resolve(name.substring(2)) : Path.of(name);
  }

  private static URI endpoint(String text) {
    String address = text.isEmpty() ? ENDPOINT : text.replaceAll("/+$", "");
    try {
      return URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("HF_ENDPOINT is no address: '" + text + "'", e);
    }
  }
}
