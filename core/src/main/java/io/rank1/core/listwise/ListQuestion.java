package io.rank1.core.listwise;

import java.util.List;
import java.util.Objects;

/**
 * A query and all candidates for it.
 *
 * @param instruction given beside the query, or empty for none
 * @param candidates in the first stage's order
 */
public record ListQuestion(String query, String instruction, List<Candidate> candidates) {

  public ListQuestion {
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(instruction, "instruction");
    candidates = List.copyOf(candidates);
  }

  /** Those of them that one call shows, in its order. */
  public List<Candidate> shown(List<Integer> numbers) {
    return numbers.stream().map(candidates::get).toList();
  }
}
