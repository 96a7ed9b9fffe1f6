package io.rank1.models.convert;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads one message of Protocol Buffers, field by field, as it lies in a file (the wire format of
 * protobuf.dev/programming-guides/encoding). What a field means, its reader knows; one of another
 * wire type than its reader expects is damage. Not for use by several threads.
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int LONGEST_VARINT = 10;

  private final Path file;
  private final ByteBuffer in;
  private int field;
  private int wireType;
  private long number;
  private ByteBuffer bytes;

  /**
   * @param file to be named in errors
   * @param message all of its bytes
   */
  ProtobufReader(Path file, ByteBuffer message) {
    this.file = file;
    this.in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Moves to the next field.
   *
   * @return false at the end
   * @throws ConvertException if the message ends within a field
   */
  boolean next() throws ConvertException {
    if (!in.hasRemaining()) {
      return false;
    }
    try {
      long tag = varint();
      field = (int) (tag >>> 3);
      wireType = (int) (tag & 7);
      switch (wireType) {
        case VARINT -> number = varint();
        case FIXED_64 -> number = in.getLong();
        case FIXED_32 -> number = in.getInt();
        case LENGTH_DELIMITED -> bytes = take(varint());
        default -> throw damaged();
      }
    } catch (BufferUnderflowException e) {
      throw damaged();
    }
    return true;
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  /** An integer, an enumeration, or 0 and 1 for a boolean. */
  long number() throws ConvertException {
    require(VARINT);
    return number;
  }

  boolean flag() throws ConvertException {
    return number() != 0;
  }

  float floating() throws ConvertException {
    require(FIXED_32);
    return Float.intBitsToFloat((int) number);
  }

  /** Bytes, or a message within this one. */
  ByteBuffer bytes() throws ConvertException {
    require(LENGTH_DELIMITED);
    return bytes;
  }

  String text() throws ConvertException {
    return StandardCharsets.UTF_8.decode(bytes().duplicate()).toString();
  }

  private long varint() throws ConvertException {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      byte octet = in.get();
      value |= (octet & 0x7fL) << 7 * i;
      if (octet >= 0) {
        return value;
      }
    }
    throw damaged();
  }

  private ByteBuffer take(long length) throws ConvertException {
    if (length < 0 || length > in.remaining()) {
      throw damaged();
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  private void require(int wanted) throws ConvertException {
    if (wireType != wanted) {
      throw damaged();
    }
  }

  private ConvertException damaged() {
    return new ConvertException(
        file, "it is no model of SentencePiece, or is damaged: byte " + in.position());
  }
}
