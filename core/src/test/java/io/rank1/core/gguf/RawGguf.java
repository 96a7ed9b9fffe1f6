package io.rank1.core.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a GGUF file together byte by byte, right or wrong. */
final class RawGguf {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static RawGguf header(int version, long tensors, long keys) {
    return new RawGguf().raw("GGUF").i32(version).i64(tensors).i64(keys);
  }

  RawGguf i8(int value) {
    bytes.write(value);
    return this;
  }

  RawGguf i16(int value) {
    return i8(value).i8(value >>> 8);
  }

  RawGguf i32(int value) {
    return i16(value).i16(value >>> 16);
  }

  RawGguf i64(long value) {
    return i32((int) value).i32((int) (value >>> 32));
  }

  RawGguf raw(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  RawGguf string(String text) {
    return i64(text.getBytes(StandardCharsets.UTF_8).length).raw(text);
  }

  RawGguf key(String name, GgufValueType type) {
    return string(name).i32(type.id());
  }

  RawGguf array(String name, GgufValueType element, long size) {
    return key(name, GgufValueType.ARRAY).i32(element.id()).i64(size);
  }

  RawGguf tensor(String name, GgmlType type, long offset, long... dims) {
    string(name).i32(dims.length);
    for (long dim : dims) {
      i64(dim);
    }
    return i32(type.id()).i64(offset);
  }

  /** Pads to a multiple of 32, then adds zeroes. */
  RawGguf data(int count) {
    while (bytes.size() % 32 != 0) {
      bytes.write(0);
    }
    bytes.writeBytes(new byte[count]);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  Path write(Path folder) throws IOException {
    return Files.write(folder.resolve("raw.gguf"), bytes());
  }

  GgufFile read(Path folder) throws IOException {
    return GgufFile.read(write(folder));
  }

  static RawGguf sample() {
    RawGguf raw = header(3, 2, 14);
    raw.key("u8", GgufValueType.UINT8).i8(200);
    raw.key("i8", GgufValueType.INT8).i8(-3);
    raw.key("u16", GgufValueType.UINT16).i16(60_000);
    raw.key("i16", GgufValueType.INT16).i16(-300);
    raw.key("u32", GgufValueType.UINT32).i32(-1);
    raw.key("i32", GgufValueType.INT32).i32(7);
    raw.key("f32", GgufValueType.FLOAT32).i32(Float.floatToRawIntBits(1.5f));
    raw.key("bool", GgufValueType.BOOL).i8(1);
    raw.key("string", GgufValueType.STRING).string("a text");
    raw.array("strings", GgufValueType.STRING, 3).string("one").string("").string("\u00e9");
    raw.key("u64", GgufValueType.UINT64).i64(-1);
    raw.key("i64", GgufValueType.INT64).i64(1L << 40);
    raw.key("f64", GgufValueType.FLOAT64).i64(Double.doubleToRawLongBits(0.1));
    raw.array("i16s", GgufValueType.INT16, 2).i16(-1).i16(5);
    raw.tensor("a", GgmlType.F32, 0, 3, 2);
    raw.tensor("b", GgmlType.Q8_0, 32, 64, 1, 1, 2);
    return raw.data(32 + 136);
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
