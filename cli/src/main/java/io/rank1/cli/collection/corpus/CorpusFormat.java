package io.rank1.cli.collection.corpus;

/** What the files of a corpus look like. */
public enum CorpusFormat {
  /** For each file by its first character that is not blank: JSONL for a brace, else TSV. */
  AUTO,
  /**
   * Lines of docid and text, or docid, title and text, separated by tabs; the first line decides.
   */
  TSV,
  /**
   * BEIR's documents: objects with {@code _id}, {@code text} and maybe {@code title}, one a line.
   */
  JSONL
}
