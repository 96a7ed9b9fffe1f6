package io.rank1.cli.collection.run;

/** What a run looks like. */
public enum RunFormat {
  /** JSON when the first character that is not blank is a brace, else TREC. */
  AUTO,
  /**
   * Lines of qid, Q0, docid, rank, score and tag, separated by blanks or tabs; those that start
   * with # are comments.
   */
  TREC,
  /** One object: scores by docid, by qid. */
  JSON
}
