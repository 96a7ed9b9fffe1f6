package io.rank1.models.convert;

import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * A linear layer as AutoAWQ packs it (GEMM, 4 bits, groups of 128 along the input, zero points):
 * weight = (q - zero) * scale.
 *
 * <p>By layout q and zero have four bits, so q - zero is -15 to 15, which Q5_0 and Q8_0 hold; no
 * zero point can be out of range. In layouts of more bits one could be, and a weight would be cut
 * off; these are refused by {@link QuantizationConfig}.
 *
 * @param weights {@code qweight}, I32 [in, out / 8]; nibble i of a word is the weight of output 8 *
 *     column + {0, 2, 4, 6, 1, 3, 5, 7}[i]
 * @param zeros {@code qzeros}, I32 [in / 128, out / 8], packed alike
 * @param scales F16 [in / 128, out], or BF16
 * @param in inputs, a multiple of 128
 * @param out outputs, a multiple of 8
 */
record AwqLayer(
    SafetensorsTensor weights, SafetensorsTensor zeros, SafetensorsTensor scales, int in, int out) {
  /** Inputs that share a scale and a zero point. */
  static final int GROUP = 128;

  /** A layer is read as a whole, 4 bits a weight, and up to three at a time are in memory. */
  private static final long MAX_WEIGHTS = 1L << 30;

  /** Which output of a word's eight is in each nibble. */
  private static final int[] OUTPUTS = {0, 2, 4, 6, 1, 3, 5, 7};

  /**
   * Validates types and shapes.
   *
   * @throws ConvertException if they are not as stated
   */
  static AwqLayer of(
      SafetensorsTensor weights, SafetensorsTensor zeros, SafetensorsTensor scales, int in, int out)
      throws ConvertException {
    if (in % GROUP != 0 || out % 8 != 0) {
      throw new ConvertException(
          weights.file(),
          String.format(
              Locale.ROOT,
              "tensor %s: AWQ packs layers of %d by 8, not %d by %d",
              weights.name(),
              GROUP,
              in,
              out));
    }
    if ((long) in * out > MAX_WEIGHTS) {
      throw new ConvertException(
          weights.file(),
          String.format(Locale.ROOT, "tensor %s: %d by %d is too large", weights.name(), in, out));
    }
    long groups = in / GROUP;
    require(weights, Dtype.I32, List.of((long) in, out / 8L));
    require(zeros, Dtype.I32, List.of(groups, out / 8L));
    Dtype type = scales.type() == Dtype.BF16 ? Dtype.BF16 : Dtype.F16;
    require(scales, type, List.of(groups, (long) out));
    return new AwqLayer(weights, zeros, scales, in, out);
  }

  private static void require(SafetensorsTensor tensor, Dtype type, List<Long> shape)
      throws ConvertException {
    if (tensor.type() != type || !tensor.shape().equals(shape)) {
      throw new ConvertException(
          tensor.file(),
          String.format(
              Locale.ROOT,
              "tensor %s is %s%s, and AWQ's layout needs %s%s",
              tensor.name(),
              tensor.type(),
              tensor.shape(),
              type,
              shape));
    }
  }

  /** Which output of a word's eight is in nibble i. */
  static int output(int nibble) {
    return OUTPUTS[nibble];
  }

  /** Where in its word an output is: bits to shift to the right. */
  static int shift(int output) {
    int inWord = output & 7;
    return 4 * (inWord % 2 == 0 ? inWord / 2 : 4 + inWord / 2);
  }

  /** Reads all words of qweight. */
  AwqWords readWeights(ShardChannels shards) throws IOException {
    return AwqWords.read(shards, weights, in, out / 8);
  }

  /** Reads all words of qzeros. */
  int[] readZeros(ShardChannels shards) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) zeros.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    shards.read(zeros, 0, bytes);
    int[] words = new int[bytes.limit() / 4];
    bytes.asIntBuffer().get(words);
    return words;
  }

  /**
   * Reads the bits of all scales, as halves.
   *
   * @throws ConvertException if one is not a finite number, or no half
   */
  short[] readScales(ShardChannels shards) throws IOException {
    return Scales.halves(scales, Scales.read(shards, scales));
  }
}
