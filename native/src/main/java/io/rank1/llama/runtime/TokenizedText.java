package io.rank1.llama.runtime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The tokens of a text.
 *
 * @param text the text
 * @param ids the tokens' ids
 * @param pieces what each stands for; bytes that are not UTF-8 are U+FFFD
 */
public record TokenizedText(String text, List<Integer> ids, List<String> pieces) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when they differ in length
   */
  public TokenizedText {
    ids = List.copyOf(ids);
    pieces = List.copyOf(pieces);
    if (ids.size() != pieces.size()) {
      throw new IllegalArgumentException(ids.size() + " ids, " + pieces.size() + " pieces");
    }
  }

  /** One token on the way between two processes. */
  static String encode(int id, byte[] piece) {
    return id + ":" + HexFormat.of().formatHex(piece);
  }

  /** Reads tokens with blanks between them. */
  static TokenizedText decode(String text, String line) {
    List<Integer> ids = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    for (String token : line.isEmpty() ? new String[0] : line.split(" ")) {
      int colon = token.indexOf(':');
      ids.add(Integer.parseInt(token.substring(0, colon)));
      byte[] piece = HexFormat.of().parseHex(token.substring(colon + 1));
      pieces.add(new String(piece, StandardCharsets.UTF_8));
    }
    return new TokenizedText(text, ids, pieces);
  }
}
