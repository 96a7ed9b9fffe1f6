package io.rank1.models.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing little-endian buffer for the parts of a header. */
final class GgufBytes {
  private ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

  GgufBytes int8(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  GgufBytes int32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  GgufBytes int64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  GgufBytes string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return int64(bytes.length).raw(bytes);
  }

  GgufBytes raw(byte[] bytes) {
    room(bytes.length).put(bytes);
    return this;
  }

  int size() {
    return buffer.position();
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  ByteBuffer buffer() {
    return ByteBuffer.wrap(buffer.array(), 0, buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(2 * buffer.capacity(), Math.addExact(buffer.position(), bytes));
      buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    }
    return buffer;
  }
}
