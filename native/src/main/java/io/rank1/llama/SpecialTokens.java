package io.rank1.llama;

import io.rank1.core.prompt.SpecialTokenFinder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * The tokens of a vocabulary that stand for a text of their own: those of the types CONTROL and
 * USER_DEFINED ({@code llama_token_attr}). Left out are tokens of a single character or of white
 * space alone, which some vocabularies list as USER_DEFINED: they spell text and mark nothing.
 * Immutable.
 */
final class SpecialTokens {

  private static final int CONTROL = 1 << 3; // LLAMA_TOKEN_ATTR_CONTROL
  private static final int USER_DEFINED = 1 << 4; // LLAMA_TOKEN_ATTR_USER_DEFINED

  private final BitSet control = new BitSet();
  private final BitSet userDefined = new BitSet();
  private final SpecialTokenFinder all;
  private final SpecialTokenFinder cutFromAnyText;

  /**
   * @param size number of tokens
   * @param attributes a token's {@code llama_token_attr}
   * @param piece a token's text
   */
  SpecialTokens(int size, IntUnaryOperator attributes, IntFunction<byte[]> piece) {
    Map<String, Integer> byText = new HashMap<>();
    Map<String, Integer> cut = new HashMap<>();
    for (int token = 0; token < size; token++) {
      int attribute = attributes.applyAsInt(token);
      if ((attribute & (CONTROL | USER_DEFINED)) == 0) {
        continue;
      }
      String text = new String(piece.apply(token), StandardCharsets.UTF_8);
      if (text.codePointCount(0, text.length()) < 2 || text.isBlank()) {
        continue;
      }
      byText.put(text, token);
      if ((attribute & USER_DEFINED) != 0) {
        userDefined.set(token);
        cut.put(text, token);
      } else {
        control.set(token);
      }
    }
    all = new SpecialTokenFinder(byText);
    cutFromAnyText = new SpecialTokenFinder(cut);
  }

  /** All of them. */
  SpecialTokenFinder all() {
    return all;
  }

  /** Those which {@code llama_tokenize} cuts out of any text: the USER_DEFINED ones. */
  SpecialTokenFinder cutFromAnyText() {
    return cutFromAnyText;
  }

  TokenKind kind(int token) {
    if (control.get(token)) {
      return TokenKind.CONTROL;
    }
    return userDefined.get(token) ? TokenKind.USER_DEFINED : TokenKind.ORDINARY;
  }
}
