package io.rank1.cli.trec;

import java.util.Objects;

/**
 * A document as a run gives it.
 *
 * @param line where, from 1
 * @param qid the topic
 * @param docid the document
 * @param rank what the column rank says, unchecked; empty in JSON
 * @param score the score, not NaN
 */
public record RunLine(long line, String qid, String docid, String rank, double score) {

  public RunLine {
    Objects.requireNonNull(qid, "qid");
    Objects.requireNonNull(docid, "docid");
    Objects.requireNonNull(rank, "rank");
  }
}
