package io.rank1.cli.collection.topics;

/** What a file of topics looks like. */
public enum TopicsFormat {
  /** By the first character that is not blank: JSONL for a brace, TREC for {@code <}, else TSV. */
  AUTO,
  /** Lines of qid and query, separated by a tab. */
  TSV,
  /** BEIR's queries: objects with {@code _id} and {@code text}, one a line. */
  JSONL,
  /** TREC's topics: {@code <top>} elements whose tags need no ends, or XML. */
  TREC
}
