package io.rank1.models.synthetic;

import io.rank1.models.gguf.Bf16Encoder;
import io.rank1.models.gguf.F16Encoder;
import io.rank1.models.gguf.RowEncoder;
import io.rank1.models.gguf.TensorSource;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Linear layers of four bits, all of them random, in groups of 128 inputs.
 *
 * @param file where they come to lie
 * @param seed the same seed gives the same weights
 */
record PackedWeights(SafetensorsWriter file, long seed) {
  /** Standard deviation of the difference of two random numbers of four bits, and of one. */
  private static final double DEVIATION = 6.52;

  private static final int GROUP = 128;

  /** As AutoAWQ packs a layer: eight outputs in a word, with zero points. */
  void awq(String name, long in, long out) {
    words(name + ".qweight", own(name + "q"), in, out / 8);
    words(name + ".qzeros", own(name + "z"), in / GROUP, out / 8);
    scales(name + ".scales", own(name + "s"), new F16Encoder(), List.of(in / GROUP, out), in);
  }

  /** As compressed-tensors packs a layer: eight inputs in a word, the scales in BF16. */
  void compressed(String name, long in, long out, boolean symmetric) {
    words(name + ".weight_packed", own(name + "q"), out, in / 8);
    if (!symmetric) {
      words(name + ".weight_zero_point", own(name + "z"), (out + 7) / 8, in / GROUP);
    }
    List<Long> groups = List.of(out, in / GROUP);
    scales(name + ".weight_scale", own(name + "s"), new Bf16Encoder(), groups, in);
    ByteBuffer shape = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    shape.putLong(0, out).putLong(Long.BYTES, in);
    file.tensor(
        name + ".weight_shape",
        Dtype.I64,
        List.of(2L),
        channel -> channel.write(shape.duplicate()));
  }

  private void scales(String name, long from, RowEncoder encoder, List<Long> shape, long in) {
    float scale = (float) (1 / Math.sqrt(in) / DEVIATION);
    RandomWeights scales = new RandomWeights(scale, scale / 4, from);
    file.tensor(
        name,
        Dtype.valueOf(encoder.type().name()),
        shape,
        scales.rows().tensor(encoder, List.of(shape.get(1), shape.get(0))));
  }

  private void words(String name, long from, long rows, long length) {
    file.tensor(name, Dtype.I32, List.of(rows, length), words(from, rows * length));
  }

  private static TensorSource words(long seed, long count) {
    return channel -> {
      SplittableRandom random = new SplittableRandom(seed);
      ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
      for (long left = count; left > 0; ) {
        int here = (int) Math.min(left, chunk.capacity() / 4);
        chunk.clear();
        for (int i = 0; i < here; i++) {
          chunk.putInt(random.nextInt());
        }
        chunk.flip();
        while (chunk.hasRemaining()) {
          channel.write(chunk);
        }
        left -= here;
      }
    };
  }

  private long own(String name) {
    return seed * 0x9e3779b97f4a7c15L + name.hashCode();
  }
}
