package io.rank1.models.hub;

import java.util.regex.Pattern;

/** Names of states of a repository. */
public final class Revisions {

  /** The branch that is taken when none is named. */
  public static final String DEFAULT = "main";

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern NAME =
      Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9_][A-Za-z0-9._+-]*(/[A-Za-z0-9_][A-Za-z0-9._+-]*)*");

  private Revisions() {}

  /** Whether it is a commit's whole hash. */
  static boolean isCommit(String revision) {
    return COMMIT.matcher(revision).matches();
  }

  /**
   * The revision itself.
   *
   * @throws IllegalArgumentException if it is no name of a branch, tag or commit
   */
  static String require(String revision) {
    if (revision.length() > 200 || !NAME.matcher(revision).matches()) {
      throw new IllegalArgumentException(
          "'" + revision + "' is no revision; give a branch, a tag or a commit");
    }
    return revision;
  }
}
