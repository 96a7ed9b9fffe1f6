package io.rank1.models.hub;

import java.util.Objects;
import java.util.Optional;

/**
 * What users write for a file or a repository: {@code hf:owner/name}, {@code hf:owner/name/path},
 * and a revision behind the repository's name, {@code hf:owner/name@revision/path}.
 *
 * @param repository the repository
 * @param revision a branch, tag or commit without slashes
 * @param file one of its files; nothing for the repository
 */
public record HubReference(
    HubRepository repository, Optional<String> revision, Optional<HubFile> file) {

  /** How all begin. */
  public static final String PREFIX = "hf:";

  /** Validates the components. */
  public HubReference {
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(file, "file");
    revision.ifPresent(Revisions::require);
  }

  /** Whether a text is meant as one. */
  public static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is not so written; the message is one line
   */
  public static HubReference parse(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException("'" + text + "' does not begin with " + PREFIX);
    }
    String[] parts = text.substring(PREFIX.length()).split("/", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException(
          "'" + text + "' names no repository; it is written hf:OWNER/NAME or hf:OWNER/NAME/FILE");
    }
    int at = parts[1].indexOf('@');
    HubRepository repository =
        new HubRepository(parts[0], at < 0 ? parts[1] : parts[1].substring(0, at));
    return new HubReference(
        repository,
        at < 0 ? Optional.empty() : Optional.of(parts[1].substring(at + 1)),
        parts.length == 3 ? Optional.of(new HubFile(repository, parts[2])) : Optional.empty());
  }
}
