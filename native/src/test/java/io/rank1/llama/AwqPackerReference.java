package io.rank1.llama;

import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Quantizes the linear layers of a checkpoint in F32 as AutoAWQ does, and packs them in its GEMM
 * layout: for every output and 128 inputs the scale and zero point that cover the weights' range.
 */
final class AwqPackerReference {

  private static final int GROUP = 128;
  private static final int[] ORDER = {0, 2, 4, 6, 1, 3, 5, 7};
  private static final String SETTINGS =
      "\"quantization_config\": {\"quant_method\": \"awq\", \"bits\": 4, \"group_size\": 128,"
          + " \"version\": \"gemm\", \"zero_point\": true}, ";

  private AwqPackerReference() {}

  /** Rewrites a folder whose checkpoint is one file. */
  static void pack(Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    for (SafetensorsTensor tensor : Checkpoint.read(folder).tensors().values()) {
      float[] values = read(tensor);
      if (tensor.name().endsWith("_proj.weight")) {
        String layer = tensor.name().substring(0, tensor.name().length() - ".weight".length());
        int out = tensor.shape().get(0).intValue();
        int in = tensor.shape().get(1).intValue();
        pack(writer, layer, values, in, out);
      } else {
        ByteBuffer halves = buffer(2 * values.length);
        for (float value : values) {
          halves.putShort(half(value));
        }
        put(writer, tensor.name(), Dtype.F16, tensor.shape(), halves);
      }
    }
    Files.delete(file);
    writer.write(file);
    Path config = folder.resolve("config.json");
    Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{" + SETTINGS));
  }

  private static void pack(SafetensorsWriter writer, String layer, float[] w, int in, int out) {
    int groups = in / GROUP;
    int[][] q = new int[in][out];
    int[][] z = new int[groups][out];
    ByteBuffer scales = buffer(2 * groups * out);
    for (int g = 0; g < groups; g++) {
      for (int o = 0; o < out; o++) {
        float min = 0;
        float max = 0;
        for (int i = g * GROUP; i < (g + 1) * GROUP; i++) {
          min = Math.min(min, w[o * in + i]);
          max = Math.max(max, w[o * in + i]);
        }
        float scale = (max - min) / 15;
        z[g][o] = Math.round(-min / scale);
        scales.putShort(2 * (g * out + o), half(scale));
        for (int i = g * GROUP; i < (g + 1) * GROUP; i++) {
          int value = Math.round(w[o * in + i] / scale) + z[g][o];
          q[i][o] = Math.max(0, Math.min(15, value));
        }
      }
    }
    scales.position(scales.limit());
    put(writer, layer + ".qweight", Dtype.I32, shape(in, out / 8), words(q));
    put(writer, layer + ".qzeros", Dtype.I32, shape(groups, out / 8), words(z));
    put(writer, layer + ".scales", Dtype.F16, shape(groups, out), scales);
  }

  private static ByteBuffer words(int[][] values) {
    ByteBuffer words = buffer(values.length * values[0].length / 2);
    for (int[] row : values) {
      for (int column = 0; column < row.length; column += 8) {
        int word = 0;
        for (int nibble = 0; nibble < 8; nibble++) {
          word |= row[column + ORDER[nibble]] << 4 * nibble;
        }
        words.putInt(word);
      }
    }
    return words;
  }

  /** By search among all halves of the sign, which is slow and plain. */
  private static short half(float value) {
    short best = 0;
    float nearest = Float.POSITIVE_INFINITY;
    int low = 0;
    int high = 0x7bff;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      float here = magnitude(middle);
      if (Math.abs(here - Math.abs(value)) < nearest) {
        nearest = Math.abs(here - Math.abs(value));
        best = (short) middle;
      }
      if (here < Math.abs(value)) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return (short) (value < 0 ? best | 0x8000 : best);
  }

  private static float magnitude(int bits) {
    int exponent = bits >> 10;
    return exponent == 0
        ? bits * 0x1p-24f
        : (1 + (bits & 1023) / 1024f) * (float) Math.pow(2, exponent - 15);
  }

  private static float[] read(SafetensorsTensor tensor) throws IOException {
    ByteBuffer bytes = buffer((int) tensor.byteSize());
    try (FileChannel channel = FileChannel.open(tensor.file())) {
      channel.read(bytes, tensor.offset());
    }
    float[] values = new float[bytes.limit() / 4];
    bytes.flip().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static List<Long> shape(long rows, long columns) {
    return List.of(rows, columns);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(
      SafetensorsWriter writer, String name, Dtype type, List<Long> shape, ByteBuffer data) {
    writer.tensor(name, type, shape, channel -> channel.write(data.flip()));
  }
}
