package io.rank1.core.listwise;

import io.rank1.core.prompt.SegmentedText;
import java.util.Objects;

/**
 * The prompt of one call.
 *
 * @param head what comes before the first passage; the calls of a query that run at once compute it
 *     once
 * @param body the passages, and what follows them
 */
public record ListPrompt(SegmentedText head, SegmentedText body) {

  public ListPrompt {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(body, "body");
  }

  /** The whole prompt as it is tokenized. */
  public SegmentedText segments() {
    return head.plus(body);
  }
}
