package io.rank1.llama.check;

import io.rank1.core.gguf.GgufStringArray;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.OptionalInt;

/** The tokens that stand for single bytes, without which some text has no tokens. */
final class ByteTokens {
  private static final int BYTES = 256;

  private ByteTokens() {}

  /**
   * The first character of GPT-2's byte alphabet that is no token, or empty. The alphabet is
   * printable Latin-1, and U+0100 to U+0143 for the 68 other bytes.
   */
  static OptionalInt symbols(GgufStringArray tokens) {
    BitSet missing = new BitSet();
    missing.set('!', '~' + 1);
    missing.set(0xa1, 0x144);
    missing.clear(0xad);
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.length(i) == 1 || tokens.length(i) == 2) {
        String token = tokens.string(i);
        if (token.length() == 1) {
          missing.clear(token.charAt(0));
        }
      }
    }
    return first(missing);
  }

  /** The first byte without a token of the form {@code <0x0A>}, or empty. */
  static OptionalInt hexadecimal(GgufStringArray tokens) {
    BitSet missing = new BitSet();
    missing.set(0, BYTES);
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.length(i) == "<0x00>".length()) {
        octet(tokens.bytes(i)).ifPresent(missing::clear);
      }
    }
    return first(missing);
  }

  /** The byte that {@code <0x00>} to {@code <0xFF>} stands for, or empty for any other token. */
  static OptionalInt octet(byte[] token) {
    String text = new String(token, StandardCharsets.ISO_8859_1);
    if (!text.matches("<0x[0-9A-F]{2}>")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(HexFormat.fromHexDigits(text, 3, 5));
  }

  private static OptionalInt first(BitSet missing) {
    return missing.isEmpty() ? OptionalInt.empty() : OptionalInt.of(missing.nextSetBit(0));
  }
}
