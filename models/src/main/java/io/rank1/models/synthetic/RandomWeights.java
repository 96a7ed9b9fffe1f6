package io.rank1.models.synthetic;

import io.rank1.core.gguf.GgmlType;
import io.rank1.models.gguf.Half;
import io.rank1.models.gguf.RowSource;
import io.rank1.models.gguf.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Uniform noise around a centre.
 *
 * @param centre the mean of the weights
 * @param deviation their standard deviation, positive
 * @param seed where the generator begins
 */
record RandomWeights(float centre, float deviation, long seed) {
  private static final float SQRT_3 = 1.7320508f; // half-width of a uniform distribution, in sigmas
  private static final float BYTE_DEVIATION = 73.3f; // of whole numbers from -127 to 127
  private static final float NIBBLE_DEVIATION = 4.637f; // of whole numbers from -8 to 7, around 0
  private static final int BLOCKS_AT_ONCE = 1024;

  /** The weights as floats, row by row. */
  RowSource rows() {
    SplittableRandom random = new SplittableRandom(seed);
    float width = 2 * SQRT_3 * deviation;
    return (index, row) -> {
      for (int i = 0; i < row.length; i++) {
        row[i] = centre + width * ((random.nextInt() >>> 8) * 0x1p-24f - 0.5f);
      }
    };
  }

  /** Q8_0 blocks made straight from random bytes, about the deviation wanted; the centre is 0. */
  TensorSource bytes(List<Long> dims) {
    short scale = Half.of(deviation / BYTE_DEVIATION);
    return blocks(
        GgmlType.Q8_0,
        dims,
        (random, chunk) -> {
          chunk.putShort(scale);
          for (int i = 0; i < 4; i++) {
            chunk.putLong(withoutMinus128(random.nextLong()));
          }
        });
  }

  /**
   * Q4_0 blocks made straight from random bytes, likewise. Four bits reach from -8 to 7, so that
   * the scale's sign, negative in half of the blocks, centres them.
   */
  TensorSource nibbles(List<Long> dims) {
    float scale = deviation / NIBBLE_DEVIATION;
    return blocks(
        GgmlType.Q4_0,
        dims,
        (random, chunk) -> {
          chunk.putShort(Half.of(random.nextInt() < 0 ? -scale : scale));
          for (int i = 0; i < 2; i++) {
            chunk.putLong(random.nextLong());
          }
        });
  }

  private TensorSource blocks(GgmlType type, List<Long> dims, BlockSource source) {
    long blocks = dims.stream().reduce(1L, Math::multiplyExact) / type.blockSize();
    return out -> {
      SplittableRandom random = new SplittableRandom(seed);
      ByteBuffer chunk =
          ByteBuffer.allocate(BLOCKS_AT_ONCE * type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
      for (long left = blocks; left > 0; left -= BLOCKS_AT_ONCE) {
        chunk.clear();
        for (long i = Math.min(left, BLOCKS_AT_ONCE); i > 0; i--) {
          source.put(random, chunk);
        }
        out.write(chunk.flip());
      }
    };
  }

  /** Appends one block. */
  @FunctionalInterface
  private interface BlockSource {
    void put(SplittableRandom random, ByteBuffer out);
  }

  /** Turns every byte 0x80, which the quantizer never makes, into 0x81. */
  private static long withoutMinus128(long bytes) {
    long zeroes = bytes ^ 0x8080808080808080L; // a byte to change is zero now
    long low = (zeroes & 0x7f7f7f7f7f7f7f7fL) + 0x7f7f7f7f7f7f7f7fL;
    long marks = ~(low | zeroes) & 0x8080808080808080L;
    return bytes | marks >>> 7;
  }
}
