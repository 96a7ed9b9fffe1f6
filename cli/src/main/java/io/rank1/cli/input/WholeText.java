package io.rank1.cli.input;

import java.util.Locale;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;

/**
 * Texts that are made of whole characters. JSON can spell half of one, a surrogate without its
 * partner, which no UTF-8 can hold: it would become a question mark somewhere. Such texts are
 * refused, as invalid UTF-8 is. In the names of fields, Jackson itself refuses them.
 */
public final class WholeText {

  private WholeText() {}

  /**
   * The text of the present token.
   *
   * @throws StreamReadException when it holds half of a character
   */
  public static String value(JsonParser json) {
    String text = json.getString();
    int half = half(text);
    if (half < 0) {
      return text;
    }
    throw new StreamReadException(
        json,
        String.format(
            Locale.ROOT,
            "\\u%04x is half of a character; write the whole one, or U+FFFD",
            (int) text.charAt(half)));
  }

  /** Where half of a character is; -1 when there is none. */
  static int half(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
