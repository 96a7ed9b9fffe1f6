package io.rank1.core.listwise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The text generated so far, in bytes, since a character may be spread over several tokens. Texts
 * that end it are looked for in what is new only.
 */
final class WrittenText {

  private final List<byte[]> stops;
  private byte[] bytes = new byte[256];
  private int size;
  private int searched; // no stop text ends before

  WrittenText(List<String> stops) {
    this.stops = stops.stream().map(stop -> stop.getBytes(StandardCharsets.UTF_8)).toList();
  }

  void append(byte[] piece) {
    if (size + piece.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + piece.length, 2 * bytes.length));
    }
    System.arraycopy(piece, 0, bytes, size, piece.length);
    size += piece.length;
  }

  /** Has stop texts count only behind what is there now. */
  void ignoreStopsSoFar() {
    searched = size;
  }

  /**
   * Whether a stop text ends in what was appended since this was asked last. What follows it in the
   * same token is cut off then.
   */
  boolean endsInStop() {
    for (int end = searched + 1; end <= size; end++) {
      for (byte[] stop : stops) {
        int start = end - stop.length;
        if (start >= 0 && Arrays.equals(bytes, start, end, stop, 0, stop.length)) {
          size = end;
          return true;
        }
      }
    }
    searched = size;
    return false;
  }

  /** All of it. Bytes that are no character become U+FFFD, also one that was cut at the end. */
  String text() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
