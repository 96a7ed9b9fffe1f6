package io.rank1.core.gguf;

import java.util.List;
import java.util.Objects;

/**
 * One line of the tensor table.
 *
 * @param name the name, 1 to 63 bytes of UTF-8
 * @param type how the weights are stored
 * @param dims 1 to 4 positive lengths, the row length first
 * @param offset where the data begin, in bytes from {@link GgufFile#dataOffset()}
 * @param byteSize bytes of the data, without padding
 */
public record GgufTensor(String name, GgmlType type, List<Long> dims, long offset, long byteSize) {
  /** ggml's limit on dimensions (GGML_MAX_DIMS). */
  public static final int MAX_DIMS = 4;

  /** ggml's limit on the bytes of a name (GGML_MAX_NAME, less the closing zero). */
  public static final int MAX_NAME_BYTES = 63;

  /**
   * Validates the line.
   *
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public GgufTensor {
    Objects.requireNonNull(name, "name");
    dims = List.copyOf(dims);
    if (offset < 0) {
      throw new IllegalArgumentException("offset is negative: " + offset);
    }
    long expected = byteSize(type, dims);
    if (byteSize != expected) {
      throw new IllegalArgumentException(
          "a tensor " + type + dims + " takes " + expected + " bytes, not " + byteSize);
    }
  }

  /**
   * Bytes that a tensor takes, without padding.
   *
   * @throws IllegalArgumentException for dims that no tensor of the type can have, also for those
   *     whose element or byte count overflows a long
   */
  public static long byteSize(GgmlType type, List<Long> dims) {
    if (dims.isEmpty() || dims.size() > MAX_DIMS) {
      throw new IllegalArgumentException("a tensor has 1 to 4 dimensions, not " + dims.size());
    }
    try {
      long bytes = type.rowBytes(dims.get(0));
      long elements = dims.get(0);
      for (long dim : dims.subList(1, dims.size())) {
        if (dim <= 0) {
          throw new IllegalArgumentException("a dimension is not positive: " + dims);
        }
        bytes = Math.multiplyExact(bytes, dim);
        elements = Math.multiplyExact(elements, dim);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the size of " + type + dims + " overflows", e);
    }
  }
}
