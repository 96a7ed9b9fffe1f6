package io.rank1.core.gguf;

/**
 * An array of arrays. Its elements were checked and passed over: no model uses any, and llama.cpp
 * refuses a file that has one.
 *
 * @param size the number of inner arrays
 */
public record GgufNestedArray(int size) implements GgufArray {
  /**
   * Validates the size.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public GgufNestedArray {
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
  }

  @Override
  public GgufValueType elementType() {
    return GgufValueType.ARRAY;
  }
}
