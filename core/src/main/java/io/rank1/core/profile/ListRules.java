package io.rank1.core.profile;

import io.rank1.core.listwise.Reading;
import io.rank1.core.listwise.algorithm.ListAlgorithm;
import io.rank1.core.listwise.answer.Identifiers;
import java.util.Objects;

/**
 * How lists of passages are asked about.
 *
 * @param identifiers what passages are called in a prompt and its answer
 * @param algorithm which lists are asked about, and what is made of the answers
 * @param reading how an answer is read
 */
public record ListRules(Identifiers identifiers, ListAlgorithm algorithm, Reading reading) {

  /**
   * @throws IllegalArgumentException when a list can be longer than there are identifiers
   */
  public ListRules {
    Objects.requireNonNull(reading, "reading");
    if (algorithm.longestList() > identifiers.most()) {
      throw new IllegalArgumentException(
          "there are "
              + identifiers.most()
              + " identifiers, and a list may have "
              + algorithm.longestList()
              + " passages");
    }
  }
}
