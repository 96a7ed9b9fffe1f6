package io.rank1.core.text;

import java.util.Objects;

/**
 * A passage with its title.
 *
 * @param title empty or blank for none
 * @param text may be empty
 */
public record TitledText(String title, String text) {

  public TitledText {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }

  /** A text without a title. */
  public static TitledText untitled(String text) {
    return new TitledText("", text);
  }

  /**
   * Title and text as one, with a blank between, as rank1 was trained on them; one alone,
   * unchanged, where the other is blank.
   */
  public String joined() {
    if (title.isBlank()) {
      return text;
    }
    return text.isBlank() ? title : title + " " + text;
  }
}
