package io.rank1.core.pair;

import java.util.Locale;
import java.util.Objects;

/**
 * A query-passage pair to score. Its texts are of whole characters: a surrogate without its partner
 * is no text to a model, and would become a question mark on the way there.
 *
 * @param query the query; may be empty
 * @param instruction an instruction given beside the query, or empty for none
 * @param passage the passage; may be empty
 */
public record RerankRequest(String query, String instruction, String passage) {

  /**
   * Validates the components.
   *
   * @throws IllegalArgumentException when a text holds half of a character
   */
  public RerankRequest {
    requireWhole("query", query);
    requireWhole("instruction", instruction);
    requireWhole("passage", passage);
  }

  private static void requireWhole(String name, String text) {
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
  }

  /** A pair without an instruction. */
  public RerankRequest(String query, String passage) {
    this(query, "", passage);
  }
}
