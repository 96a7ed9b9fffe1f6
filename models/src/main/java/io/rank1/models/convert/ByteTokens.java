package io.rank1.models.convert;

import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The tokens of single bytes in a SentencePiece vocabulary: {@code <0x00>} to {@code <0xFF>}. */
final class ByteTokens {
  static final int COUNT = 256;

  private static final Pattern FORM = Pattern.compile("<0x[0-9A-F]{2}>");

  private ByteTokens() {}

  /** The token of a byte. */
  static String name(int octet) {
    return String.format(Locale.ROOT, "<0x%02X>", octet);
  }

  /** The byte of a token; empty for any other token. */
  static OptionalInt octet(String token) {
    return FORM.matcher(token).matches()
        ? OptionalInt.of(HexFormat.fromHexDigits(token, 3, 5))
        : OptionalInt.empty();
  }
}
