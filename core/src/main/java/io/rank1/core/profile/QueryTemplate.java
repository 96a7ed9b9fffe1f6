package io.rank1.core.profile;

import io.rank1.core.prompt.SegmentedText;
import java.util.Objects;

/**
 * A text of a user's own around every query. It is a literal: special tokens count in it, and not
 * in the query.
 *
 * @param text in which every {@link #PLACEHOLDER} is replaced by the query
 */
public record QueryTemplate(String text) {

  /** Stands for the query, as in rank1's reference code. */
  public static final String PLACEHOLDER = "FILL_QUERY_HERE";

  /** The query alone. */
  public static final QueryTemplate PLAIN = new QueryTemplate(PLACEHOLDER);

  /**
   * @throws IllegalArgumentException when the placeholder is missing
   */
  public QueryTemplate {
    Objects.requireNonNull(text, "text");
    if (!text.contains(PLACEHOLDER)) {
      throw new IllegalArgumentException("the query template lacks the placeholder " + PLACEHOLDER);
    }
  }

  /** The query in it. */
  SegmentedText fill(String query) {
    SegmentedText filled = SegmentedText.EMPTY;
    int from = 0;
    int at = text.indexOf(PLACEHOLDER);
    while (at >= 0) {
      filled =
          filled
              .plus(SegmentedText.literal(text.substring(from, at)))
              .plus(SegmentedText.userText(query));
      from = at + PLACEHOLDER.length();
      at = text.indexOf(PLACEHOLDER, from);
    }
    return filled.plus(SegmentedText.literal(text.substring(from)));
  }
}
