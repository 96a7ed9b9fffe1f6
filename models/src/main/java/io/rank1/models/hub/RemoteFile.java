package io.rank1.models.hub;

import java.util.Objects;

/**
 * What the hub says of a file.
 *
 * @param file which
 * @param commit the commit of the repository that it was looked up in, 40 hexadecimal digits
 * @param content its content's hash, where the hub states one
 * @param size bytes
 */
public record RemoteFile(HubFile file, String commit, ContentId content, long size) {

  /**
   * Validates the components.
   *
   * @throws IllegalArgumentException if commit or size cannot be
   */
  public RemoteFile {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(content, "content");
    if (!Revisions.isCommit(commit)) {
      throw new IllegalArgumentException("no commit: '" + commit + "'");
    }
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
  }
}
