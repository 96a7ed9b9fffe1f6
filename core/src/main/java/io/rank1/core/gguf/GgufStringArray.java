package io.rank1.core.gguf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * An array of strings, such as the 150,000 tokens of a vocabulary: the bytes of the file and where
 * each string begins, no String objects. Immutable.
 */
public final class GgufStringArray implements GgufArray {
  /** The bytes of the 64-bit length in front of every string. */
  static final int LENGTH_BYTES = 8;

  private final byte[] data;
  private final int[] starts;

  /**
   * @param data strings as GGUF stores them: length, bytes, length, bytes ...
   * @param starts where the bytes of each string begin in data
   */
  GgufStringArray(byte[] data, int[] starts) {
    this.data = data;
    this.starts = starts;
  }

  @Override
  public GgufValueType elementType() {
    return GgufValueType.STRING;
  }

  @Override
  public int size() {
    return starts.length;
  }

  /**
   * The bytes of string {@code i}, a fresh copy.
   *
   * @throws IndexOutOfBoundsException for an index outside 0 to size - 1
   */
  public byte[] bytes(int i) {
    return Arrays.copyOfRange(data, starts[i], end(i));
  }

  /**
   * The number of bytes in string {@code i}.
   *
   * @throws IndexOutOfBoundsException for an index outside 0 to size - 1
   */
  public int length(int i) {
    return end(i) - starts[i];
  }

  /**
   * String {@code i}; bytes that are not UTF-8 become U+FFFD.
   *
   * @throws IndexOutOfBoundsException for an index outside 0 to size - 1
   */
  public String string(int i) {
    return new String(data, starts[i], length(i), StandardCharsets.UTF_8);
  }

  /** The index of the first string with exactly these bytes, or -1. Looks at every string. */
  public int indexOf(byte[] wanted) {
    for (int i = 0; i < starts.length; i++) {
      if (length(i) == wanted.length
          && Arrays.equals(data, starts[i], end(i), wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  /** The index of the first string that equals an earlier one, or empty if all differ. */
  public OptionalInt firstRepeat() {
    int capacity = Integer.highestOneBit(Math.max(8, starts.length)) << 2;
    int[] table = new int[capacity]; // index + 1, 0 for a free place
    for (int i = 0; i < starts.length; i++) {
      int place = hash(i) & (capacity - 1);
      while (table[place] != 0) {
        if (same(table[place] - 1, i)) {
          return OptionalInt.of(i);
        }
        place = (place + 1) & (capacity - 1);
      }
      table[place] = i + 1;
    }
    return OptionalInt.empty();
  }

  private int hash(int i) {
    long hash = 0xcbf29ce484222325L; // FNV-1a, its high bits folded in
    for (int at = starts[i]; at < end(i); at++) {
      hash = (hash ^ data[at]) * 0x100000001b3L;
    }
    return (int) (hash ^ hash >>> 32);
  }

  private boolean same(int a, int b) {
    return length(a) == length(b)
        && Arrays.equals(data, starts[a], end(a), data, starts[b], end(b));
  }

  private int end(int i) {
    return i + 1 < starts.length ? starts[i + 1] - LENGTH_BYTES : data.length;
  }
}
