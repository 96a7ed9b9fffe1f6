package io.rank1.models.safetensors;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One tensor of a checkpoint.
 *
 * @param name its name
 * @param type how its elements are stored
 * @param shape its lengths, the longest stride first, as PyTorch writes them: the last is the
 *     length of a row; empty for a single number
 * @param file the file that holds it
 * @param offset where its data begin, in bytes from the start of that file
 * @param byteSize bytes of the data
 */
public record SafetensorsTensor(
    String name, Dtype type, List<Long> shape, Path file, long offset, long byteSize) {
  /**
   * Validates the sizes.
   *
   * @throws IllegalArgumentException if they do not fit together
   */
  public SafetensorsTensor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(file, "file");
    shape = List.copyOf(shape);
    if (offset < 0) {
      throw new IllegalArgumentException("offset is negative: " + offset);
    }
    long expected = byteSize(type, shape);
    if (byteSize != expected) {
      throw new IllegalArgumentException(
          "a tensor " + type + shape + " takes " + expected + " bytes, not " + byteSize);
    }
  }

  /**
   * Bytes that the data of a tensor take.
   *
   * @throws IllegalArgumentException if a length is negative, if the size overflows a long, or if
   *     the elements do not fill whole bytes
   */
  public static long byteSize(Dtype type, List<Long> shape) {
    long bits = type.bits();
    try {
      for (long length : shape) {
        if (length < 0) {
          throw new IllegalArgumentException("a length is negative: " + shape);
        }
        bits = Math.multiplyExact(bits, length);
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the size of " + type + shape + " overflows", e);
    }
    if (bits % Byte.SIZE != 0) {
      throw new IllegalArgumentException("the elements of " + type + shape + " fill no whole byte");
    }
    return bits / Byte.SIZE;
  }
}
