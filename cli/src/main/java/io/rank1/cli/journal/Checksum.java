package io.rank1.cli.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The last field of every line, {@code "crc":"xxxxxxxx"}: the CRC-32C of the bytes before the comma
 * in front of it.
 */
final class Checksum {

  private static final byte[] BEFORE = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 8;
  private static final int TAIL = BEFORE.length + DIGITS + 2;

  private Checksum() {}

  /** A JSON object on one line, with its checksum and the line's end. */
  static byte[] sealed(String object) {
    byte[] content = object.substring(0, object.length() - 1).getBytes(StandardCharsets.UTF_8);
    byte[] line = Arrays.copyOf(content, content.length + TAIL + 1);
    byte[] tail =
        (new String(BEFORE, StandardCharsets.US_ASCII) + of(content, content.length) + "\"}\n")
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(tail, 0, line, content.length, tail.length);
    return line;
  }

  /** Whether a line, without its end, has the checksum that it says. */
  static boolean holds(byte[] line, int length) {
    int content = length - TAIL;
    if (content < 1
        || !Arrays.equals(line, content, content + BEFORE.length, BEFORE, 0, BEFORE.length)
        || line[length - 2] != '"'
        || line[length - 1] != '}') {
      return false;
    }
    String said = new String(line, content + BEFORE.length, DIGITS, StandardCharsets.ISO_8859_1);
    return said.equals(of(line, content));
  }

  private static String of(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
