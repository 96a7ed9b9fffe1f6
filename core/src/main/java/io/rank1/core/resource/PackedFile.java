package io.rank1.core.resource;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A file on the class path, known by its content.
 *
 * @param resource its path on the class path, with slashes and none in front
 * @param sha256 the content's SHA-256, in 64 lower-case hexadecimal digits
 */
public record PackedFile(String resource, String sha256) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Validates the components.
   *
   * @throws IllegalArgumentException if one is not as described
   */
  public PackedFile {
    Objects.requireNonNull(resource, "resource");
    if (resource.isEmpty() || resource.startsWith("/") || resource.endsWith("/")) {
      throw new IllegalArgumentException("no path of a resource: " + resource);
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("no SHA-256: " + sha256);
    }
  }

  /** The file's name without folders. */
  public String fileName() {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }
}
