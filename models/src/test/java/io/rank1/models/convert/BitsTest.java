package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.models.gguf.Half;
import io.rank1.models.safetensors.Dtype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Floats that are handled several at a time, against one at a time. */
class BitsTest {
  private final Random random = new Random(1);

  @Test
  void everyBrainFloatBecomesItsHalfInAnyCompany() {
    for (int round = 0; round < 3; round++) {
      ByteBuffer in = buffer(2 * (1 << 16) + 2 * round);
      int shift = random.nextInt(1 << 16);
      int factor = 2 * random.nextInt(1 << 15) + 1; // odd, so all come up
      for (int i = 0; i < in.capacity() / 2; i++) {
        in.putShort(2 * i, (short) (i * factor + shift));
      }
      ByteBuffer out = buffer(in.capacity() + 6).position(6);
      BrainToHalf.convert(in, out);
      assertThat(out.hasRemaining()).isFalse();
      for (int i = 0; i < in.capacity() / 2; i++) {
        short half = Half.of(Float.intBitsToFloat(in.getShort(2 * i) << 16));
        assertThat(out.getShort(6 + 2 * i)).isEqualTo(half);
      }
    }
  }

  @Test
  void oneThatIsNotFiniteIsFoundWhereverItIs() {
    Map<Dtype, int[]> wrong =
        Map.of(
            Dtype.F16, new int[] {0x7c00, 0xfc00, 0x7e01, 0xfc01},
            Dtype.BF16, new int[] {0x7f80, 0xff80, 0x7fc0, 0xff81},
            Dtype.F32, new int[] {0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0xff80_0001});
    wrong.forEach(
        (type, patterns) -> {
          for (int count = 1; count < 20; count++) {
            ByteBuffer floats = finite(type, count);
            int size = floats.capacity() / (count + 2);
            assertThat(FiniteBits.all(type, floats, size, floats.limit() - size)).isTrue();
            for (int at = 1; at <= count; at++) {
              for (int pattern : patterns) {
                ByteBuffer changed = buffer(floats.capacity()).put(floats.duplicate()).flip();
                put(changed, size, at, pattern);
                assertThat(FiniteBits.all(type, changed, size, changed.limit() - size)).isFalse();
              }
            }
          }
        });
  }

  /** Random finite floats; the first and the last, which nobody should look at, are not. */
  private ByteBuffer finite(Dtype type, int count) {
    int size = type == Dtype.F32 ? 4 : 2;
    int exponent = Map.of(Dtype.F16, 0x7c00, Dtype.BF16, 0x7f80).getOrDefault(type, 0x7f80_0000);
    ByteBuffer floats = buffer((count + 2) * size);
    for (int i = 0; i < count + 2; i++) {
      int bits = random.nextInt();
      boolean inside = i > 0 && i <= count;
      put(floats, size, i, inside ? bits & ~(exponent & -exponent) : exponent);
    }
    return floats;
  }

  private static void put(ByteBuffer floats, int size, int index, int bits) {
    if (size == 4) {
      floats.putInt(4 * index, bits);
    } else {
      floats.putShort(2 * index, (short) bits);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
