package io.rank1.models.convert;

import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A layer in the format pack-quantized of compressed-tensors, 4 bits: weight = (q - zero) * scale,
 * with one scale and zero point for each output and group of inputs. A group may be a whole row.
 *
 * <p>Both q and zero are stored as numbers of -8 to 7 plus 8, so that q - zero is -15 to 15, which
 * Q5_0 and Q8_0 hold. Without zero points zero is 0, and Q4_0 holds q as it is.
 *
 * @param weights {@code weight_packed}, I32 [out, in / 8]: input 8 * column + i is in nibble i
 * @param scales {@code weight_scale}, floats [out, groups]
 * @param zeros {@code weight_zero_point}, I32 [out / 8, groups]: output 8 * row + i is in nibble i;
 *     early files have I8 [out, groups], with nothing added. Absent in symmetric layers
 * @param shape {@code weight_shape}: two whole numbers, which are out and in
 * @param in inputs, a multiple of 32
 * @param out outputs
 * @param groups groups of inputs, of a multiple of 32 each
 */
record PackedLayer(
    SafetensorsTensor weights,
    SafetensorsTensor scales,
    Optional<SafetensorsTensor> zeros,
    Optional<SafetensorsTensor> shape,
    int in,
    int out,
    int groups) {
  /** Weights of a block of ggml, which has one scale. */
  static final int BLOCK = 32;

  /** The nibble of the number 0. */
  static final int ZERO = 8;

  /** Scales and zero points of a layer are in memory as a whole. */
  private static final int MAX_GROUPS = 1 << 28;

  /** What follows the name of a layer in those of its tensors; the first is always there. */
  static final List<String> SUFFIXES =
      List.of(".weight_packed", ".weight_scale", ".weight_zero_point", ".weight_shape");

  /**
   * Validates types and shapes.
   *
   * @param name of the layer, whose {@code weight_packed} is there
   * @throws ConvertException if they are not as stated
   */
  static PackedLayer of(Checkpoint checkpoint, String name, long out, long in)
      throws ConvertException {
    SafetensorsTensor weights = checkpoint.tensor(name + ".weight_packed").orElseThrow();
    SafetensorsTensor scales =
        checkpoint
            .tensor(name + ".weight_scale")
            .orElseThrow(() -> broken(weights, "it has no weight_scale beside it"));
    if (checkpoint.tensor(name + ".weight_g_idx").isPresent()) {
      throw broken(
          weights,
          "its groups are of inputs in another order (weight_g_idx), which no GGUF file says");
    }
    require(weights, weights.type() == Dtype.I32 && in % BLOCK == 0, out, in / 8);
    if (scales.shape().size() != 2) {
      throw broken(
          scales,
          String.format(
              Locale.ROOT,
              "it is %s, and supported is a row of scales for each output",
              scales.shape()));
    }
    long groups = scales.shape().get(1);
    require(scales, FloatRows.of(scales.type()).isPresent(), out, groups);
    if (groups < 1 || in % groups != 0 || in / groups % BLOCK != 0) {
      throw broken(
          scales,
          String.format(
              Locale.ROOT,
              "%d inputs do not divide into %d groups of a multiple of 32",
              in,
              groups));
    }
    if (out * groups > MAX_GROUPS) {
      throw broken(scales, String.format(Locale.ROOT, "%d by %d groups are too many", out, groups));
    }
    Optional<SafetensorsTensor> zeros = checkpoint.tensor(name + ".weight_zero_point");
    if (zeros.isPresent()) {
      boolean bytes = zeros.get().type() == Dtype.I8;
      require(
          zeros.get(),
          bytes || zeros.get().type() == Dtype.I32,
          bytes ? out : (out + 7) / 8,
          groups);
    }
    return new PackedLayer(
        weights,
        scales,
        zeros,
        checkpoint.tensor(name + ".weight_shape"),
        (int) in,
        (int) out,
        (int) groups);
  }

  private static void require(SafetensorsTensor tensor, boolean typeIsRight, long rows, long length)
      throws ConvertException {
    if (!typeIsRight || !tensor.shape().equals(List.of(rows, length))) {
      throw broken(
          tensor,
          String.format(
              Locale.ROOT,
              "it is %s%s, and pack-quantized makes it [%d, %d]",
              tensor.type(),
              tensor.shape(),
              rows,
              length));
    }
  }

  private static ConvertException broken(SafetensorsTensor tensor, String rule) {
    return new ConvertException(tensor.file(), "tensor " + tensor.name() + ": " + rule);
  }

  /**
   * Reads all scales, output by output.
   *
   * @throws ConvertException if one is not a finite number
   */
  float[] readScales(ShardChannels shards) throws IOException {
    return Scales.read(shards, scales);
  }

  /**
   * Reads the zero points as nibbles, output by output.
   *
   * @throws ConvertException if one is not of four bits
   */
  byte[] readZeros(ShardChannels shards) throws IOException {
    byte[] nibbles = new byte[out * groups];
    if (zeros.isEmpty()) {
      Arrays.fill(nibbles, (byte) ZERO);
      return nibbles;
    }
    ByteBuffer bytes = read(shards, zeros.get());
    boolean plain = zeros.get().type() == Dtype.I8;
    for (int i = 0; i < nibbles.length; i++) {
      int row = i / groups;
      int value =
          plain
              ? bytes.get(i) + ZERO
              : bytes.getInt(4 * (row / 8 * groups + i % groups)) >>> 4 * (row % 8) & 15;
      if (value < 0 || value > 15) {
        throw broken(zeros.get(), "a zero point is " + (value - ZERO) + ", of four bits");
      }
      nibbles[i] = (byte) value;
    }
    return nibbles;
  }

  /**
   * Compares what the file says of the shape.
   *
   * @throws ConvertException if it is another
   */
  void checkShape(ShardChannels shards) throws IOException {
    if (shape.isEmpty()) {
      return;
    }
    SafetensorsTensor tensor = shape.get();
    boolean longs = tensor.type() == Dtype.I64;
    if (!tensor.shape().equals(List.of(2L)) || !longs && tensor.type() != Dtype.I32) {
      throw broken(tensor, "it is no pair of whole numbers");
    }
    ByteBuffer bytes = read(shards, tensor);
    long rows = longs ? bytes.getLong(0) : bytes.getInt(0);
    long length = longs ? bytes.getLong(8) : bytes.getInt(4);
    if (rows != out || length != in) {
      throw broken(
          tensor,
          String.format(
              Locale.ROOT,
              "it is [%d, %d], and config.json makes it [%d, %d]",
              rows,
              length,
              out,
              in));
    }
  }

  private static ByteBuffer read(ShardChannels shards, SafetensorsTensor tensor)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    shards.read(tensor, 0, bytes);
    return bytes;
  }
}
