package io.rank1.cli.input;

/**
 * The identifiers of a pair, which are not blank.
 *
 * @param qid the query's
 * @param docid the passage's
 */
public record PairIds(String qid, String docid) {

  public PairIds {
    if (qid.isBlank() || docid.isBlank()) {
      throw new IllegalArgumentException("an identifier is blank");
    }
  }
}
