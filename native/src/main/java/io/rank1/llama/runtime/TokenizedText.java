package io.rank1.llama.runtime;

import io.rank1.llama.TokenKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The tokens of a text of a prompt's own words, in which special tokens count.
 *
 * @param text the text
 * @param ids the tokens' ids
 * @param kinds what each is to the vocabulary
 * @param pieces what each stands for; bytes that are not UTF-8 are U+FFFD
 */
public record TokenizedText(
    String text, List<Integer> ids, List<TokenKind> kinds, List<String> pieces) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when they differ in length
   */
  public TokenizedText {
    ids = List.copyOf(ids);
    kinds = List.copyOf(kinds);
    pieces = List.copyOf(pieces);
    if (ids.size() != pieces.size() || ids.size() != kinds.size()) {
      throw new IllegalArgumentException(
          ids.size() + " ids, " + kinds.size() + " kinds, " + pieces.size() + " pieces");
    }
  }

  /** Whether the whole text is one special token. */
  public boolean isSpecial() {
    return ids.size() == 1 && kinds.get(0) != TokenKind.ORDINARY;
  }

  /** One token on the way between two processes. */
  static String encode(int id, TokenKind kind, byte[] piece) {
    return id + ":" + kind + ":" + HexFormat.of().formatHex(piece);
  }

  /** Reads tokens with blanks between them. */
  static TokenizedText decode(String text, String line) {
    List<Integer> ids = new ArrayList<>();
    List<TokenKind> kinds = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    for (String token : line.isEmpty() ? new String[0] : line.split(" ")) {
      String[] fields = token.split(":", -1);
      ids.add(Integer.parseInt(fields[0]));
      kinds.add(TokenKind.valueOf(fields[1]));
      byte[] piece = HexFormat.of().parseHex(fields[2]);
      pieces.add(new String(piece, StandardCharsets.UTF_8));
    }
    return new TokenizedText(text, ids, kinds, pieces);
  }
}
