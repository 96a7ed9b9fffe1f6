package io.rank1.cli.collection;

import java.util.Objects;

/**
 * A topic of a run.
 *
 * @param qid its identifier, not blank
 * @param query the query, not blank
 * @param instruction what makes a passage relevant; empty when there is none
 */
public record Topic(String qid, String query, String instruction) {

  public Topic {
    Objects.requireNonNull(instruction, "instruction");
    if (qid.isBlank() || query.isBlank()) {
      throw new IllegalArgumentException("a topic needs an identifier and a query");
    }
  }
}
