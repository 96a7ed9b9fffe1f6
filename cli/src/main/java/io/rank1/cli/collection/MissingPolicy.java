package io.rank1.cli.collection;

/** What happens where a run names a topic or a document that is not there. */
public enum MissingPolicy {
  /** The input is refused. */
  ERROR,
  /** The topic is left out; the candidate keeps a place at the top of the tail. */
  SKIP
}
