package io.rank1.llama;

import io.rank1.core.prompt.SpecialTokenFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Divides a text in such a way that {@code llama_tokenize} finds no USER_DEFINED token in it, which
 * it cuts out of any text. A spelling of one is handed over in two parts. They meet where a word
 * ends in front of a mark, digit or letter of another sort: there the expressions of all known
 * pre-tokenizers divide too, so that the tokens are those of the text as a whole.
 */
final class UserText {

  private UserText() {}

  /**
   * The parts of a text, in order.
   *
   * @param cutFromAnyText the tokens that are not to be found
   */
  static List<String> parts(String text, SpecialTokenFinder cutFromAnyText) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    Optional<SpecialTokenFinder.Match> next = cutFromAnyText.find(text, 0);
    while (next.isPresent()) {
      int cut = border(text, next.get());
      parts.add(text.substring(from, cut));
      from = cut;
      // What is left of the spelling may spell another one.
      next = cutFromAnyText.find(text, cut);
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static int border(String text, SpecialTokenFinder.Match match) {
    for (int i = match.start() + 1; i < match.end(); i++) {
      if (isBorder(text.charAt(i - 1), text.charAt(i))) {
        return i;
      }
    }
    return text.offsetByCodePoints(match.start(), 1);
  }

  /** An apostrophe may belong to the word before it. */
  private static boolean isBorder(char before, char behind) {
    boolean word = Character.isLetter(before) || isDigit(before);
    boolean other = behind < 0x80 && behind != '\'' && !Character.isWhitespace(behind);
    return word && other && sort(before) != sort(behind);
  }

  private static int sort(char c) {
    return Character.isLetter(c) ? 0 : isDigit(c) ? 1 : 2;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
