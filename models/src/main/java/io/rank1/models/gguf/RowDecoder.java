package io.rank1.models.gguf;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;

/** Turns the bytes of rows back into floats, as ggml's {@code dequantize_row_*} do. Stateless. */
@FunctionalInterface
public interface RowDecoder {
  /**
   * Reads one row.
   *
   * @param in a little-endian buffer that holds the row at its position; moved behind it
   * @param row what to fill, a positive multiple of the type's block size long
   */
  void decode(ByteBuffer in, float[] row);

  /**
   * The decoder of a type.
   *
   * @throws IllegalArgumentException for a type that this project does not write
   */
  static RowDecoder of(GgmlType type) {
    return switch (type) {
      case F32 -> (in, row) -> fill(row, i -> in.getFloat());
      case F16 -> (in, row) -> fill(row, i -> Half.toFloat(in.getShort()));
      case BF16 -> (in, row) -> fill(row, i -> Bf16.toFloat(in.getShort()));
      case Q8_0 -> RowDecoder::q8;
      case Q5_0 -> RowDecoder::q5;
      case Q4_0 -> RowDecoder::q4;
      default -> throw new IllegalArgumentException("no decoder for " + type);
    };
  }

  /** Supplies one weight. */
  @FunctionalInterface
  interface Weight {
    float at(int index);
  }

  private static void fill(float[] row, Weight weight) {
    for (int i = 0; i < row.length; i++) {
      row[i] = weight.at(i);
    }
  }

  private static void q8(ByteBuffer in, float[] row) {
    for (int begin = 0; begin < row.length; begin += 32) {
      float scale = Half.toFloat(in.getShort());
      for (int i = begin; i < begin + 32; i++) {
        row[i] = in.get() * scale;
      }
    }
  }

  private static void q5(ByteBuffer in, float[] row) {
    for (int begin = 0; begin < row.length; begin += 32) {
      float scale = Half.toFloat(in.getShort());
      int fifthBits = in.getInt();
      for (int j = 0; j < 16; j++) {
        int low = in.get();
        row[begin + j] = ((low & 15 | (fifthBits >>> j & 1) << 4) - 16) * scale;
        row[begin + 16 + j] = ((low >>> 4 & 15 | (fifthBits >>> j + 16 & 1) << 4) - 16) * scale;
      }
    }
  }

  private static void q4(ByteBuffer in, float[] row) {
    for (int begin = 0; begin < row.length; begin += 32) {
      float scale = Half.toFloat(in.getShort());
      for (int j = 0; j < 16; j++) {
        int low = in.get();
        row[begin + j] = ((low & 15) - 8) * scale;
        row[begin + 16 + j] = ((low >>> 4 & 15) - 8) * scale;
      }
    }
  }
}
