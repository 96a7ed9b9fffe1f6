package io.rank1.models.convert;

import io.rank1.models.gguf.Half;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** The scales of packed layers, which blocks of ggml hold as halves. */
final class Scales {
  private Scales() {}

  /**
   * Reads all scales of a tensor of F16, BF16 or F32.
   *
   * @throws ConvertException if one is not a finite number
   */
  static float[] read(ShardChannels shards, SafetensorsTensor tensor) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    shards.read(tensor, 0, bytes);
    Dtype type = tensor.type();
    if (!FiniteBits.all(type, bytes, 0, bytes.limit())) {
      throw new ConvertException(
          tensor.file(), "tensor " + tensor.name() + ": it has scales that are no finite numbers");
    }
    FloatRows floats = FloatRows.of(type).orElseThrow();
    float[] scales = new float[bytes.limit() / floats.bytes()];
    floats.read(bytes, 0, scales);
    return scales;
  }

  /**
   * Whether halves can hold all scales of a tensor: those of BF16 and F32 may be too small.
   *
   * @throws ConvertException if one is not a finite number
   */
  static boolean areHalves(SafetensorsTensor tensor) throws IOException {
    if (tensor.type() == Dtype.F16) {
      return true;
    }
    boolean all = true;
    try (ShardChannels shards = new ShardChannels()) {
      for (float scale : read(shards, tensor)) {
        all &= Half.toFloat(Half.of(scale)) == scale;
      }
    }
    return all;
  }

  /**
   * The same numbers as halves.
   *
   * @throws ConvertException if a half cannot hold one
   */
  static short[] halves(SafetensorsTensor tensor, float[] scales) throws ConvertException {
    short[] halves = new short[scales.length];
    for (int i = 0; i < scales.length; i++) {
      halves[i] = Half.of(scales[i]);
      if (Half.toFloat(halves[i]) != scales[i]) {
        throw new ConvertException(
            tensor.file(),
            String.format(
                Locale.ROOT,
                "tensor %s: it has the scale %s, which the blocks of a GGUF file cannot hold: use --type f32",
                tensor.name(),
                scales[i]));
      }
    }
    return halves;
  }
}
