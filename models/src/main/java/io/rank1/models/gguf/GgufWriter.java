package io.rank1.models.gguf;

import io.rank1.core.files.PartFile;
import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.core.gguf.GgufValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a GGUF file of version 3 ({@code ggml/docs/gguf.md}), little-endian, with an alignment of
 * 32 bytes: collect metadata and tensors, then {@link #write}. Weights come from callbacks while
 * the file is written, so none of them need be in memory. Not for use by several threads at once.
 */
public final class GgufWriter {
  /** Bytes that the data of every tensor begin at a multiple of. */
  public static final int ALIGNMENT = 32;

  private final Map<String, byte[]> metadata = new LinkedHashMap<>();
  private final Map<GgufTensor, TensorSource> tensors = new LinkedHashMap<>();
  private final Set<String> tensorNames = new HashSet<>();
  private long dataSize;

  /** Starts an empty file. */
  public GgufWriter() {}

  /** Adds a string. */
  public GgufWriter string(String key, String value) {
    return put(key, new GgufBytes().int32(GgufValueType.STRING.id()).string(value));
  }

  /**
   * Adds an unsigned 16-bit number, the type of {@code split.count}.
   *
   * @param value 0 to 65,535
   */
  public GgufWriter uint16(String key, int value) {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException(key + " is no unsigned 16-bit number: " + value);
    }
    return put(
        key, new GgufBytes().int32(GgufValueType.UINT16.id()).int8(value & 0xff).int8(value >>> 8));
  }

  /**
   * Adds an unsigned 32-bit number, the type that llama.cpp demands of nearly every count.
   *
   * @param value 0 to 2^32 - 1
   */
  public GgufWriter uint32(String key, long value) {
    if (value < 0 || value > 0xffff_ffffL) {
      throw new IllegalArgumentException(key + " is no unsigned 32-bit number: " + value);
    }
    return put(key, new GgufBytes().int32(GgufValueType.UINT32.id()).int32((int) value));
  }

  /** Adds an unsigned 64-bit number, given as its bits. */
  public GgufWriter uint64(String key, long bits) {
    return put(key, new GgufBytes().int32(GgufValueType.UINT64.id()).int64(bits));
  }

  /** Adds a 32-bit float. */
  public GgufWriter float32(String key, float value) {
    return put(
        key,
        new GgufBytes().int32(GgufValueType.FLOAT32.id()).int32(Float.floatToRawIntBits(value)));
  }

  /** Adds a boolean. */
  public GgufWriter bool(String key, boolean value) {
    return put(key, new GgufBytes().int32(GgufValueType.BOOL.id()).int8(value ? 1 : 0));
  }

  /** Adds an array of strings. */
  public GgufWriter strings(String key, List<String> values) {
    GgufBytes bytes = array(GgufValueType.STRING, values.size());
    values.forEach(bytes::string);
    return put(key, bytes);
  }

  /** Adds an array of signed 32-bit numbers. */
  public GgufWriter int32s(String key, int[] values) {
    GgufBytes bytes = array(GgufValueType.INT32, values.length);
    for (int value : values) {
      bytes.int32(value);
    }
    return put(key, bytes);
  }

  /** Adds an array of 32-bit floats. */
  public GgufWriter float32s(String key, float[] values) {
    GgufBytes bytes = array(GgufValueType.FLOAT32, values.length);
    for (float value : values) {
      bytes.int32(Float.floatToRawIntBits(value));
    }
    return put(key, bytes);
  }

  /**
   * Adds a tensor. Data are written in the order of these calls.
   *
   * @param name 1 to 63 bytes of UTF-8, new to this file
   * @param dims 1 to 4 positive lengths, the row length first
   * @param source writes exactly the tensor's bytes
   * @throws IllegalArgumentException if name or dims are not as stated
   */
  public GgufWriter tensor(String name, GgmlType type, List<Long> dims, TensorSource source) {
    int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (nameBytes == 0 || nameBytes > GgufTensor.MAX_NAME_BYTES) {
      throw new IllegalArgumentException("a tensor name has 1 to 63 bytes: '" + name + "'");
    }
    if (!tensorNames.add(name)) {
      throw new IllegalArgumentException("the tensor is already there: " + name);
    }
    long size = GgufTensor.byteSize(type, dims);
    tensors.put(new GgufTensor(name, type, dims, dataSize, size), source);
    dataSize = Math.addExact(dataSize, Math.addExact(size, padding(size)));
    return this;
  }

  /**
   * Writes the file under another name in the same folder, then moves it into place in one step. A
   * file already there is replaced; after an exception it is untouched.
   *
   * @throws GgufWriteException if the file cannot be written
   * @throws IOException if a source fails, or writes more or fewer bytes than its tensor has
   */
  public void write(Path out) throws IOException {
    try (NewGguf file = NewGguf.create(out, PartFile.Durability.LEFT_TO_THE_SYSTEM)) {
      write(file);
      file.complete();
    }
  }

  /**
   * Writes the content of a file that the caller completes.
   *
   * @throws GgufWriteException if the file cannot be written
   * @throws IOException if a source fails, or writes more or fewer bytes than its tensor has
   */
  public void write(NewGguf file) throws IOException {
    writeTo(file.channel());
    file.finish();
  }

  private void writeTo(TensorChannel channel) throws IOException {
    GgufBytes header = new GgufBytes().int32(0x46554747).int32(3); // "GGUF", version
    header.int64(tensors.size()).int64(metadata.size());
    metadata.forEach((key, value) -> header.string(key).raw(value));
    for (GgufTensor tensor : tensors.keySet()) {
      header.string(tensor.name()).int32(tensor.dims().size());
      tensor.dims().forEach(header::int64);
      header.int32(tensor.type().id()).int64(tensor.offset());
    }
    channel.write(header.buffer());
    channel.pad(padding(header.size()));
    for (Map.Entry<GgufTensor, TensorSource> entry : tensors.entrySet()) {
      GgufTensor tensor = entry.getKey();
      channel.begin(tensor);
      entry.getValue().writeTo(channel);
      channel.end();
      channel.pad(padding(tensor.byteSize()));
    }
  }

  private GgufWriter put(String key, GgufBytes value) {
    if (metadata.putIfAbsent(key, value.bytes()) != null) {
      throw new IllegalArgumentException("the key is already there: " + key);
    }
    return this;
  }

  private static GgufBytes array(GgufValueType element, int size) {
    return new GgufBytes().int32(GgufValueType.ARRAY.id()).int32(element.id()).int64(size);
  }

  private static int padding(long size) {
    return (int) (-size & ALIGNMENT - 1);
  }
}
