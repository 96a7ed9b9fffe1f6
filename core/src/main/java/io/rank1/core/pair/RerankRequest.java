package io.rank1.core.pair;

import java.util.Objects;

/**
 * A query-passage pair to score.
 *
 * @param query the query; may be empty
 * @param instruction an instruction given beside the query, or empty for none
 * @param passage the passage; may be empty
 */
public record RerankRequest(String query, String instruction, String passage) {

  public RerankRequest {
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(instruction, "instruction");
    Objects.requireNonNull(passage, "passage");
  }

  /** A pair without an instruction. */
  public RerankRequest(String query, String passage) {
    this(query, "", passage);
  }
}
