package io.rank1.cli.trec;

import java.util.Objects;

/**
 * Two queries about two documents of which each answers one, as in NevIR.
 *
 * @param id names the pair
 * @param first a query and its document
 * @param second the other query and the other document
 */
public record QueryPair(String id, Half first, Half second) {

  /**
   * A query and its document.
   *
   * @param topic the query's identifier
   * @param docid the document that answers it
   */
  public record Half(String topic, String docid) {

    public Half {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(docid, "docid");
    }
  }

  /** Validates the components. */
  public QueryPair {
    Objects.requireNonNull(id, "id");
    if (first.docid().equals(second.docid())) {
      throw new IllegalArgumentException(
          "both queries of pair " + id + " have the document " + first.docid());
    }
  }
}
