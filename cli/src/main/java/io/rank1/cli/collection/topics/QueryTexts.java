package io.rank1.cli.collection.topics;

import io.rank1.cli.input.Examples;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Texts of the topics of a run: queries or instructions.
 *
 * @param byQid the texts of those topics that the file has; none is blank
 * @param excludedIds for the same topics, the documents that the file says are no answers
 * @param others the topics of the file that the run lacks
 * @param notices what was odd, one line each
 */
public record QueryTexts(
    Map<String, String> byQid,
    Map<String, List<String>> excludedIds,
    Examples others,
    List<String> notices) {

  /** Copies the texts. */
  public QueryTexts {
    byQid = Map.copyOf(byQid);
    excludedIds = Map.copyOf(excludedIds);
    Objects.requireNonNull(others, "others");
    notices = List.copyOf(notices);
  }
}
