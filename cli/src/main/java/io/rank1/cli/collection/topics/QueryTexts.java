package io.rank1.cli.collection.topics;

import io.rank1.cli.input.Examples;
import java.util.Map;
import java.util.Objects;

/**
 * Texts of the topics of a run: queries or instructions.
 *
 * @param byQid the texts of those topics that the file has; none is blank
 * @param others the topics of the file that the run lacks
 */
public record QueryTexts(Map<String, String> byQid, Examples others) {

  /** Copies the texts. */
  public QueryTexts {
    byQid = Map.copyOf(byQid);
    Objects.requireNonNull(others, "others");
  }
}
