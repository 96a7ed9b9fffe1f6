package io.rank1.core.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** An array of numbers or booleans, kept as the bytes of the file. Immutable. */
public final class GgufNumberArray implements GgufArray {
  private final GgufValueType elementType;
  private final ByteBuffer data;

  GgufNumberArray(GgufValueType elementType, byte[] data) {
    this.elementType = elementType;
    this.data = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public GgufValueType elementType() {
    return elementType;
  }

  @Override
  public int size() {
    return data.capacity() / elementType.bytes();
  }

  /**
   * Element {@code i} of an array of integers or booleans (0 and 1). An unsigned 64-bit value above
   * {@link Long#MAX_VALUE} comes out negative.
   *
   * @throws IndexOutOfBoundsException for an index outside 0 to size - 1
   * @throws IllegalStateException for an array of floating-point numbers
   */
  public long integer(int i) {
    return integer(elementType, data, at(i));
  }

  /**
   * Element {@code i} of an array of floating-point numbers.
   *
   * @throws IndexOutOfBoundsException for an index outside 0 to size - 1
   * @throws IllegalStateException for an array of anything else
   */
  public double floating(int i) {
    return floating(elementType, data, at(i));
  }

  static long integer(GgufValueType type, ByteBuffer data, int at) {
    return switch (type) {
      case UINT8, BOOL -> data.get(at) & 0xff;
      case INT8 -> data.get(at);
      case UINT16 -> data.getShort(at) & 0xffff;
      case INT16 -> data.getShort(at);
      case UINT32 -> data.getInt(at) & 0xffff_ffffL;
      case INT32 -> data.getInt(at);
      case UINT64, INT64 -> data.getLong(at);
      case FLOAT32, FLOAT64, STRING, ARRAY ->
          throw new IllegalStateException("not an integer type: " + type);
    };
  }

  static double floating(GgufValueType type, ByteBuffer data, int at) {
    return switch (type) {
      case FLOAT32 -> data.getFloat(at);
      case FLOAT64 -> data.getDouble(at);
      default -> throw new IllegalStateException("not a floating-point type: " + type);
    };
  }

  private int at(int i) {
    return Objects.checkIndex(i, size()) * elementType.bytes();
  }
}
