package io.rank1.models.convert;

import io.rank1.models.gguf.Half;
import io.rank1.models.safetensors.Dtype;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads floats of the types that weights have. */
enum FloatRows {
  F32(4) {
    @Override
    void read(ByteBuffer in, int from, float[] to) {
      in.slice(from, 4 * to.length).order(in.order()).asFloatBuffer().get(to);
    }
  },
  F16(2) {
    @Override
    void read(ByteBuffer in, int from, float[] to) {
      short[] bits = shorts(in, from, to.length);
      for (int i = 0; i < to.length; i++) {
        to[i] = Half.toFloat(bits[i]);
      }
    }
  },
  BF16(2) {
    @Override
    void read(ByteBuffer in, int from, float[] to) {
      short[] bits = shorts(in, from, to.length);
      for (int i = 0; i < to.length; i++) {
        to[i] = Float.intBitsToFloat(bits[i] << 16);
      }
    }
  };

  private final int bytes;

  FloatRows(int bytes) {
    this.bytes = bytes;
  }

  /** The reader of a type, or empty for types that no weights have. */
  static Optional<FloatRows> of(Dtype type) {
    return switch (type) {
      case F32 -> Optional.of(F32);
      case F16 -> Optional.of(F16);
      case BF16 -> Optional.of(BF16);
      default -> Optional.empty();
    };
  }

  /** Bytes of one weight. */
  int bytes() {
    return bytes;
  }

  /** Fills an array with the floats that begin at a byte. */
  abstract void read(ByteBuffer in, int from, float[] to);

  private static short[] shorts(ByteBuffer in, int from, int count) {
    short[] bits = new short[count];
    in.slice(from, 2 * count).order(in.order()).asShortBuffer().get(bits);
    return bits;
  }
}
