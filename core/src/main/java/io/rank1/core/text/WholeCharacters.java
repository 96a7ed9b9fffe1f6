package io.rank1.core.text;

import java.util.Locale;
import java.util.Objects;

/**
 * Texts of whole characters: a surrogate without its partner is no text to a model, and would
 * become a question mark on the way there.
 */
public final class WholeCharacters {

  private WholeCharacters() {}

  /**
   * The text, if it is one.
   *
   * @param name what it is called in the message
   * @throws IllegalArgumentException when it holds half of a character
   */
  public static String require(String name, String text) {
    Objects.requireNonNull(text, name);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "the %s holds half of a character, U+%04X, at index %d",
                  name,
                  (int) text.charAt(i),
                  i));
        }
        i++;
      }
    }
    return text;
  }
}
