package io.rank1.models.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository of models on the hub.
 *
 * @param owner the user or organisation
 * @param name the repository's own name
 */
public record HubRepository(String owner, String name) {

  /** What the hub allows; two hyphens in a row separate owner and name in the cache. */
  private static final Pattern PART =
      Pattern.compile("(?!.*(--|\\.\\.))[A-Za-z0-9_]([A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?");

  /**
   * Validates both parts.
   *
   * @throws IllegalArgumentException if one is no name that the hub allows
   */
  public HubRepository {
    if (!PART.matcher(owner).matches() || !PART.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + owner + "/" + name + "' is no repository's name; it is written OWNER/NAME");
    }
  }

  /** Reads {@code owner/name}, or nothing if it is not so written. */
  public static Optional<HubRepository> parse(String text) {
    String[] parts = text.split("/", -1);
    return parts.length == 2 && PART.matcher(parts[0]).matches() && PART.matcher(parts[1]).matches()
        ? Optional.of(new HubRepository(parts[0], parts[1]))
        : Optional.empty();
  }

  /** Its folder in a cache. */
  public String folderName() {
    return "models--" + owner + "--" + name;
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
