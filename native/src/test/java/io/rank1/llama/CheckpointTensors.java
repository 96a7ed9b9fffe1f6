package io.rank1.llama;

import io.rank1.core.json.JsonObject;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The weights of a checkpoint in double precision, written from the formats' descriptions: AWQ's
 * words are taken apart one by one.
 */
record CheckpointTensors(Checkpoint checkpoint) {

  private static final int[] AWQ_ORDER = {0, 2, 4, 6, 1, 3, 5, 7};

  /** All of them by name; packed layers as if they had never been packed. */
  Map<String, double[]> all() throws IOException {
    Map<String, double[]> tensors = new HashMap<>();
    for (String name : checkpoint.tensors().keySet()) {
      if (name.endsWith(".qweight")) {
        String layer = name.substring(0, name.length() - ".qweight".length());
        tensors.put(layer + ".weight", unpack(layer));
      } else if (name.endsWith(".weight_packed")) {
        String layer = name.substring(0, name.length() - ".weight_packed".length());
        tensors.put(layer + ".weight", unpackCompressed(layer));
      } else if (!name.matches(".*\\.(qzeros|scales|weight_(scale|zero_point|shape))")) {
        tensors.put(name, floats(name));
      }
    }
    return tensors;
  }

  /**
   * Merges a LoRA as PEFT's documents have it: alpha / r times the product of its two matrices is
   * added, and what it saved whole takes the place of the base's.
   */
  static void merge(Map<String, double[]> tensors, Path folder) throws IOException {
    JsonObject settings = JsonObject.read(folder.resolve("adapter_config.json"));
    int rank = settings.integer("r").orElseThrow().intValue();
    double scale = settings.number("lora_alpha").orElseThrow() / rank;
    Map<String, SafetensorsTensor> adapter =
        SafetensorsFile.read(folder.resolve("adapter_model.safetensors")).tensors();
    for (SafetensorsTensor tensor : adapter.values()) {
      String name = tensor.name().replace("base_model.model.", "");
      if (name.endsWith(".lora_B.weight")) {
        double[] b = floats(tensor);
        double[] a = floats(adapter.get(tensor.name().replace("lora_B", "lora_A")));
        double[] weight = tensors.get(name.replace("lora_B.", ""));
        int length = a.length / rank;
        for (int i = 0; i < weight.length; i++) {
          for (int k = 0; k < rank; k++) {
            weight[i] += scale * b[i / length * rank + k] * a[k * length + i % length];
          }
        }
      } else if (!name.endsWith(".lora_A.weight")) {
        tensors.put(name, floats(tensor));
      }
    }
  }

  private ByteBuffer bytes(String name) throws IOException {
    return bytes(checkpoint.tensor(name).orElseThrow());
  }

  private static ByteBuffer bytes(SafetensorsTensor tensor) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(tensor.file())) {
      channel.read(bytes, tensor.offset());
    }
    return bytes.flip();
  }

  private double[] floats(String name) throws IOException {
    return floats(checkpoint.tensor(name).orElseThrow());
  }

  private static double[] floats(SafetensorsTensor tensor) throws IOException {
    String type = tensor.type().name();
    ByteBuffer in = bytes(tensor);
    double[] values = new double[in.limit() / (type.equals("F32") ? 4 : 2)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "F32" -> in.getFloat();
            case "F16" -> half(in.getShort());
            case "BF16" -> Float.intBitsToFloat(in.getShort() << 16);
            default -> throw new IllegalStateException(type);
          };
    }
    return values;
  }

  private static double half(short bits) {
    int exponent = bits >> 10 & 31;
    int mantissa = bits & 1023;
    double value =
        exponent == 0
            ? mantissa * Math.pow(2, -24)
            : (1 + mantissa / 1024.0) * Math.pow(2, exponent - 15);
    return bits < 0 ? -value : value;
  }

  /** Rows of outputs, as of a layer that was never packed. */
  private double[] unpack(String layer) throws IOException {
    long[] shape =
        checkpoint.tensor(layer + ".qweight").orElseThrow().shape().stream()
            .mapToLong(Long::longValue)
            .toArray();
    int in = (int) shape[0];
    int words = (int) shape[1];
    ByteBuffer q = bytes(layer + ".qweight");
    ByteBuffer z = bytes(layer + ".qzeros");
    ByteBuffer s = bytes(layer + ".scales");
    double[] weight = new double[in * words * 8];
    for (int i = 0; i < in; i++) {
      for (int word = 0; word < words; word++) {
        for (int nibble = 0; nibble < 8; nibble++) {
          int out = 8 * word + AWQ_ORDER[nibble];
          int value = q.getInt(4 * (i * words + word)) >> 4 * nibble & 15;
          int zero = z.getInt(4 * (i / 128 * words + word)) >> 4 * nibble & 15;
          double scale = half(s.getShort(2 * (i / 128 * words * 8 + out)));
          weight[out * in + i] = (value - zero) * scale;
        }
      }
    }
    return weight;
  }

  /** The same of compressed-tensors: eight inputs in a word, zero points of eight outputs. */
  private double[] unpackCompressed(String layer) throws IOException {
    ByteBuffer q = bytes(layer + ".weight_packed");
    double[] scales = floats(layer + ".weight_scale");
    boolean symmetric = checkpoint.tensor(layer + ".weight_zero_point").isEmpty();
    ByteBuffer z = symmetric ? ByteBuffer.allocate(0) : bytes(layer + ".weight_zero_point");
    ByteBuffer shape = bytes(layer + ".weight_shape");
    int out = (int) shape.getLong(0);
    int in = (int) shape.getLong(8);
    int groups = scales.length / out;
    double[] weight = new double[out * in];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        int group = i / (in / groups);
        int value = (q.getInt((o * in + i) / 8 * 4) >> 4 * (i % 8) & 15) - 8;
        int zero = symmetric ? 0 : (z.getInt(4 * (o / 8 * groups + group)) >> 4 * (o % 8) & 15) - 8;
        weight[o * in + i] = (value - zero) * scales[o * groups + group];
      }
    }
    return weight;
  }
}
