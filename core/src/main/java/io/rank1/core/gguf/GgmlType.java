package io.rank1.core.gguf;

import java.util.Optional;

/**
 * How the weights of a tensor are stored: ids of {@code ggml_type} in ggml.h, block sizes of
 * ggml-common.h, as of llama.cpp b4916.
 *
 * <p>A row is cut into blocks of {@link #blockSize()} weights, each stored in {@link #blockBytes()}
 * bytes.
 */
public enum GgmlType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q8_1(9, 32, 36),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  Q8_K(15, 256, 292),
  IQ2_XXS(16, 256, 66),
  IQ2_XS(17, 256, 74),
  IQ3_XXS(18, 256, 98),
  IQ1_S(19, 256, 50),
  IQ4_NL(20, 32, 18),
  IQ3_S(21, 256, 110),
  IQ2_S(22, 256, 82),
  IQ4_XS(23, 256, 136),
  I8(24, 1, 1),
  I16(25, 1, 2),
  I32(26, 1, 4),
  I64(27, 1, 8),
  F64(28, 1, 8),
  IQ1_M(29, 256, 56),
  BF16(30, 1, 2),
  TQ1_0(34, 256, 54),
  TQ2_0(35, 256, 66);

  private final int id;
  private final int blockSize;
  private final int blockBytes;

  GgmlType(int id, int blockSize, int blockBytes) {
    this.id = id;
    this.blockSize = blockSize;
    this.blockBytes = blockBytes;
  }

  /** The type with this id, or empty for an id that is unknown or was removed from ggml. */
  public static Optional<GgmlType> of(int id) {
    for (GgmlType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The number that stands for this type in a GGUF file. */
  public int id() {
    return id;
  }

  /** Weights in a block; the length of a row is a multiple of it. */
  public int blockSize() {
    return blockSize;
  }

  /** Bytes that one block takes. */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * Bytes of a row.
   *
   * @param weights the length of the row, a positive multiple of {@link #blockSize()}
   * @throws IllegalArgumentException if it is not
   * @throws ArithmeticException if the bytes do not fit a long
   */
  public long rowBytes(long weights) {
    if (weights <= 0 || weights % blockSize != 0) {
      throw new IllegalArgumentException(
          "a row of " + this + " is a positive multiple of " + blockSize + ", not " + weights);
    }
    return Math.multiplyExact(weights / blockSize, blockBytes);
  }
}
