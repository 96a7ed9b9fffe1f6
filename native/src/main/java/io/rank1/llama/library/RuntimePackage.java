package io.rank1.llama.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An npm package with llama.cpp's libraries, known by its content.
 *
 * @param name {@code @scope/name}
 * @param version {@code 1.2.3}
 * @param integrity of the packed file
 */
public record RuntimePackage(String name, String version, Integrity integrity) {

  private static final Pattern NAME = Pattern.compile("@[a-z0-9-]+/[a-z0-9-]+");
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[A-Za-z0-9.-]+)?");

  /**
   * Validates the components.
   *
   * @throws IllegalArgumentException if one is not as described
   */
  public RuntimePackage {
    Objects.requireNonNull(integrity, "integrity");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a package: " + name);
    }
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("no version: " + version);
    }
  }

  /** Name and version, as npm takes them. */
  public String spec() {
    return name + "@" + version;
  }

  /** The command that fetches the packed file, for a user to type. */
  public String packCommand() {
    return "npm pack " + spec();
  }

  /**
   * Makes sure that a packed file is this package.
   *
   * @throws LibraryException when it is not, or cannot be read
   */
  void verify(Path file) {
    Integrity found;
    try {
      found = Integrity.of(file);
    } catch (IOException e) {
      throw new LibraryException("cannot read " + Problem.of(e), e);
    }
    if (!found.equals(integrity)) {
      throw new LibraryException(
          file
              + " is damaged or not "
              + spec()
              + ": its hash is "
              + found
              + ", expected "
              + integrity
              + "; the right file comes from '"
              + packCommand()
              + "'");
    }
  }
}
