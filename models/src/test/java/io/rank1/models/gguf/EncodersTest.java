package io.rank1.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.gguf.GgmlType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EncodersTest {
  @Test
  void halvesSurviveTheWayThroughFloats() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = Half.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Half.of(value)).isEqualTo((short) bits);
      }
    }
    assertThat(Half.toFloat(Half.of(Float.NaN))).isNaN();
  }

  @Test
  void roundsToTheNearestHalfTiesToEven() {
    assertThat(Half.of(1 + 0x1p-11f)).isEqualTo(Half.of(1)); // a tie, down to even
    assertThat(Half.toFloat(Half.of(1 + 3 * 0x1p-11f))).isEqualTo(1 + 0x1p-9f); // up to even
    assertThat(Half.toFloat(Half.of(1 + 0x1.1p-11f))).isEqualTo(1 + 0x1p-10f);
    assertThat(Half.toFloat(Half.of(0x1.8p-24f))).isEqualTo(0x1p-23f); // subnormal tie
    assertThat(Half.toFloat(Half.of(0x1p-25f))).isZero();
    assertThat(Half.toFloat(Half.of(65_519f))).isEqualTo(65_504f);
    assertThat(Half.toFloat(Half.of(65_520f))).isInfinite();
  }

  @Test
  void writesHalvesInOrder() {
    ByteBuffer out = encode(new F16Encoder(), 0.5f, -2);
    assertThat(out.getShort(0)).isEqualTo((short) 0x3800);
    assertThat(out.getShort(2)).isEqualTo((short) 0xc000);
  }

  @Test
  void writesAKnownBlockOfQ8() {
    float[] row = new float[32];
    row[0] = 127;
    row[1] = -127;
    row[2] = 2.5f;
    row[3] = -2.5f;
    row[31] = 1.4f;
    ByteBuffer out = encode(new Q8Encoder(), row);

    assertThat(out.remaining()).isEqualTo(34);
    assertThat(Half.toFloat(out.getShort(0))).isEqualTo(1);
    assertThat(new byte[] {out.get(2), out.get(3), out.get(4), out.get(5), out.get(33)})
        .containsExactly(127, -127, 3, -3, 1);
  }

  @Test
  void keepsQ8WithinHalfAStep() {
    Random random = new Random(1);
    float[] row = new float[64];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) random.nextGaussian() * (i < 32 ? 1 : 1000);
    }
    ByteBuffer out = encode(new Q8Encoder(), row);
    for (int i = 0; i < row.length; i++) {
      int block = i / 32 * 34;
      float scale = Half.toFloat(out.getShort(block));
      float decoded = out.get(block + 2 + i % 32) * scale;
      assertThat(decoded).isCloseTo(row[i], Offset.offset(0.6f * scale));
    }
  }

  @Test
  void writesABlockOfZeroes() {
    ByteBuffer out = encode(new Q8Encoder(), new float[32]);
    assertThat(out.array()).containsOnly(0);
  }

  @Test
  void writesAKnownBlockOfQ4() {
    float[] row = new float[32];
    row[0] = -8; // the farthest: the scale is 1
    row[1] = 7.9f; // cut to 7
    row[2] = 2.4f;
    row[16] = -2.4f;
    row[18] = 6;
    ByteBuffer out = encode(new Q4Encoder(), row);

    assertThat(out.remaining()).isEqualTo(18);
    assertThat(Half.toFloat(out.getShort(0))).isEqualTo(1);
    assertThat(new byte[] {out.get(2), out.get(3), out.get(4), out.get(5)})
        .containsExactly(0x60, 0x8f, 0xea, 0x88);
  }

  @Test
  void keepsQ4WithinAStep() {
    Random random = new Random(2);
    float[] row = new float[64];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) random.nextGaussian() * (i < 32 ? 1 : 1000);
    }
    ByteBuffer out = encode(new Q4Encoder(), row);
    for (int i = 0; i < row.length; i++) {
      int block = i / 32 * 18;
      float scale = Half.toFloat(out.getShort(block));
      int nibbles = out.get(block + 2 + i % 16) & 0xff;
      float decoded = ((i % 32 < 16 ? nibbles & 0xf : nibbles >> 4) - 8) * scale;
      // Half a step by rounding, and another where the other sign ends at 7 and not 8.
      assertThat(decoded).isCloseTo(row[i], Offset.offset(1.02f * Math.abs(scale)));
    }
  }

  @Test
  void writesABlockOfZeroesInQ4() {
    ByteBuffer out = encode(new Q4Encoder(), new float[32]);
    assertThat(Half.toFloat(out.getShort(0))).isZero();
    assertThat(Arrays.copyOfRange(out.array(), 2, 18)).containsOnly(0x88);
  }

  @Test
  void roundsToTheNearestBrainFloatTiesToEven() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = Bf16.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Bf16.of(value)).isEqualTo((short) bits);
      }
    }
    assertThat(Bf16.toFloat(Bf16.of(Float.NaN))).isNaN();
    assertThat(Bf16.toFloat(Bf16.of(1 + 0x1p-8f))).isEqualTo(1); // a tie, down to even
    assertThat(Bf16.toFloat(Bf16.of(1 + 3 * 0x1p-8f))).isEqualTo(1 + 0x1p-6f);
    assertThat(Bf16.toFloat(Bf16.of(-1 - 0x1.1p-8f))).isEqualTo(-1 - 0x1p-7f);
    assertThat(Bf16.toFloat(Bf16.of(0x1.ffp127f))).isInfinite();
    assertThat(Bf16.toFloat(Bf16.of(0x1.fefffep127f))).isEqualTo(0x1.fep127f);
  }

  @Test
  void writesAKnownBlockOfQ5() {
    float[] row = new float[32];
    row[0] = -16;
    row[1] = 15;
    row[2] = 1;
    row[16] = -1;
    row[31] = 7;
    ByteBuffer out = encode(new Q5Encoder(), row);

    assertThat(out.remaining()).isEqualTo(22);
    assertThat(Half.toFloat(out.getShort(0))).isEqualTo(1);
    assertThat(out.getInt(2)).isEqualTo(0xfffe_fffe); // below 0 the fifth bit is 0
    assertThat(new byte[] {out.get(6), out.get(7), out.get(8), out.get(21)})
        .containsExactly((byte) 0xf0, (byte) 0x0f, (byte) 0x01, (byte) 0x70);
    assertThat(decode(out, 32, GgmlType.Q5_0)).isEqualTo(row);
  }

  @Test
  void decodersUndoEncoders() {
    Random random = new Random(3);
    float[] row = new float[96];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) random.nextGaussian();
    }
    List<RowEncoder> encoders =
        List.of(
            new F32Encoder(),
            new F16Encoder(),
            new Bf16Encoder(),
            new Q8Encoder(),
            new Q5Encoder(),
            new Q4Encoder());
    float[] tolerances = {0, 2e-3f, 2e-2f, 2e-2f, 0.25f, 0.5f};
    for (int i = 0; i < tolerances.length; i++) {
      RowEncoder encoder = encoders.get(i);
      float[] back = decode(encode(encoder, row), row.length, encoder.type());
      assertThat(back).as(encoder.type().name()).containsExactly(row, Offset.offset(tolerances[i]));
    }
  }

  private static float[] decode(ByteBuffer bytes, int weights, GgmlType type) {
    float[] row = new float[weights];
    RowDecoder.of(type).decode(bytes, row);
    assertThat(bytes.hasRemaining()).isFalse();
    return row;
  }

  private static ByteBuffer encode(RowEncoder encoder, float... row) {
    int bytes = (int) encoder.type().rowBytes(row.length);
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    encoder.encode(row, out);
    return out.flip();
  }
}
