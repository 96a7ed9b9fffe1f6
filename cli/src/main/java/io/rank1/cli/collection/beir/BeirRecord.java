package io.rank1.cli.collection.beir;

import java.util.List;
import java.util.Objects;

/**
 * A query or document.
 *
 * @param title its title; empty when there is none
 * @param text its text; empty when there is none and none is required
 * @param excludedIds documents that are no answers to a query, as BRIGHT has them
 */
public record BeirRecord(String title, String text, List<String> excludedIds) {

  /** Validates and copies the components. */
  public BeirRecord {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
    excludedIds = List.copyOf(excludedIds);
  }
}
