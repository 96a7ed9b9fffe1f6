package io.rank1.models.hub;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of a repository.
 *
 * @param repository where it lies
 * @param path its name there, with slashes between folders
 */
public record HubFile(HubRepository repository, String path) {

  /**
   * No part is empty, "." or "..", and none has characters that mean something to a file system or,
   * as the control characters beyond ASCII do, to a terminal.
   */
  private static final Pattern PATH =
      Pattern.compile(
          "(?!\\.{1,2}(/|$))[^/\\\\:\\p{Cc}\\p{Zl}\\p{Zp}]+(/(?!\\.{1,2}(/|$))[^/\\\\:\\p{Cc}\\p{Zl}\\p{Zp}]+)*");

  /**
   * Validates the path, which may come from a server.
   *
   * @throws IllegalArgumentException if it would lead out of a folder, or is no path
   */
  public HubFile {
    Objects.requireNonNull(repository, "repository");
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("'" + path + "' is no path of a file in a repository");
    }
  }

  /** The file of this path, or nothing if no file may be called so. */
  static Optional<HubFile> parse(HubRepository repository, String path) {
    return PATH.matcher(path).matches()
        ? Optional.of(new HubFile(repository, path))
        : Optional.empty();
  }

  /** The name without its folders. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Where it lies below a folder. */
  public Path in(Path folder) {
    return folder.resolve(path);
  }

  /** As users write it: {@code hf:owner/name/path}. */
  @Override
  public String toString() {
    return HubReference.PREFIX + repository + "/" + path;
  }
}
