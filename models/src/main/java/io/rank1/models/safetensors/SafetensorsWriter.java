package io.rank1.models.safetensors;

import io.rank1.models.gguf.TensorSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes one safetensors file: collect tensors, then {@link #write}. For made-up checkpoints. Not
 * for use by several threads at once.
 */
public final class SafetensorsWriter {
  private record Entry(Dtype type, List<Long> shape, TensorSource source) {
    long bytes() {
      return SafetensorsTensor.byteSize(type, shape);
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Starts an empty file. */
  public SafetensorsWriter() {}

  /**
   * Adds a tensor. Data are written in the order of these calls.
   *
   * @param source writes exactly the tensor's bytes
   * @throws IllegalArgumentException if the name is taken
   */
  public SafetensorsWriter tensor(String name, Dtype type, List<Long> shape, TensorSource source) {
    if (entries.putIfAbsent(name, new Entry(type, List.copyOf(shape), source)) != null) {
      throw new IllegalArgumentException("the tensor is already there: " + name);
    }
    return this;
  }

  /** The names of the tensors, in order. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * Writes the file; one already there is replaced.
   *
   * @throws IOException if writing fails, or a source writes more or fewer bytes than its tensor
   *     has; a damaged file may be left
   */
  public void write(Path out) throws IOException {
    byte[] json = header();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel file =
        FileChannel.open(
            out,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeAll(file, length.putLong(0, json.length));
      writeAll(file, ByteBuffer.wrap(json));
      for (Map.Entry<String, Entry> entry : entries.entrySet()) {
        long end = file.position() + entry.getValue().bytes();
        entry.getValue().source().writeTo(file);
        if (file.position() != end) {
          throw new IOException("tensor " + entry.getKey() + " did not get its bytes");
        }
      }
    }
  }

  private byte[] header() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json =
        new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeName("__metadata__").writeStartObject();
      json.writeStringProperty("format", "pt").writeEndObject();
      long offset = 0;
      for (Map.Entry<String, Entry> entry : entries.entrySet()) {
        Entry tensor = entry.getValue();
        json.writeName(entry.getKey()).writeStartObject();
        json.writeStringProperty("dtype", tensor.type().name());
        array(json, "shape", tensor.shape());
        array(json, "data_offsets", List.of(offset, offset + tensor.bytes()));
        json.writeEndObject();
        offset += tensor.bytes();
      }
      json.writeEndObject();
    }
    while (bytes.size() % 8 != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static void array(JsonGenerator json, String name, List<Long> values) {
    json.writeName(name).writeStartArray();
    values.forEach(json::writeNumber);
    json.writeEndArray();
  }

  private static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
