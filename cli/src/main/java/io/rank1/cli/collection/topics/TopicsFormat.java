package io.rank1.cli.collection.topics;

/** What a file of topics looks like. */
public enum TopicsFormat {
  /** By the first characters: JSONL for a brace, TREC for {@code <}, else TSV. */
  AUTO,
  /** Lines of qid and query, separated by a tab, or {@code qid:query}. */
  TSV,
  /**
   * Queries of BEIR, BRIGHT and pyserini: objects with {@code _id} and {@code text}, one a line.
   */
  JSONL,
  /** TREC's topics: {@code <top>} elements whose tags need no ends, or XML. */
  TREC
}
