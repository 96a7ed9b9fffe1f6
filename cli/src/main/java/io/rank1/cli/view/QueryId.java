package io.rank1.cli.view;

import java.util.Objects;

/**
 * Which query a pair belongs to.
 *
 * @param by what tells queries apart
 * @param text the qid, or the query itself
 */
public record QueryId(By by, String text) {

  /** What tells queries apart. */
  public enum By {
    QID,
    /** Where the table had no identifiers. */
    TEXT
  }

  public QueryId {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(text, "text");
  }

  static QueryId ofQid(String qid) {
    return new QueryId(By.QID, qid);
  }

  static QueryId ofText(String query) {
    return new QueryId(By.TEXT, query);
  }
}
