package io.rank1.cli.collection.beir;

import java.util.Objects;

/**
 * A query or document.
 *
 * @param title its title; empty when there is none
 * @param text its text
 */
public record BeirRecord(String title, String text) {

  public BeirRecord {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }
}
