package io.rank1.core.pair;

/** Whose turn it is among requests that wait; what runs already keeps its place. */
public enum Priority {
  /** Somebody waits for the answer. */
  INTERACTIVE,
  /** The usual one. */
  NORMAL,
  /** Large jobs that take what is left. */
  BULK
}
