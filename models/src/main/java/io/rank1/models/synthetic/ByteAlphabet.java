package io.rank1.models.synthetic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * GPT-2's alphabet ({@code bytes_to_unicode}): one printable character for every byte. Printable
 * Latin-1 stands for itself, the 68 other bytes for the characters from U+0100 on, so that a blank
 * is U+0120.
 */
public final class ByteAlphabet {
  private static final char[] SYMBOLS = symbols();

  private ByteAlphabet() {}

  /** The character of a byte, given as 0 to 255. */
  public static char symbol(int octet) {
    return SYMBOLS[octet];
  }

  /** The UTF-8 bytes of a text, each as its character. */
  public static String encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    char[] symbols = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      symbols[i] = SYMBOLS[bytes[i] & 0xff];
    }
    return new String(symbols);
  }

  /** The text of characters of this alphabet, others left out; bad UTF-8 becomes U+FFFD. */
  public static String decode(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (char letter : encoded.toCharArray()) {
      for (int octet = 0; octet < SYMBOLS.length; octet++) {
        if (SYMBOLS[octet] == letter) {
          bytes.write(octet);
        }
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static char[] symbols() {
    char[] symbols = new char[256];
    char next = 0x100;
    for (int octet = 0; octet < symbols.length; octet++) {
      symbols[octet] = isPrintable(octet) ? (char) octet : next++;
    }
    return symbols;
  }

  private static boolean isPrintable(int octet) {
    return octet >= '!' && octet <= '~' || octet >= 0xa1 && octet != 0xad;
  }
}
