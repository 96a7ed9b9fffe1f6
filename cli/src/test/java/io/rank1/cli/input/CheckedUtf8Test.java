package io.rank1.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CheckedUtf8Test {

  /** Hands out a few bytes at a time. */
  private static byte[] readBy(int step, byte[] bytes) throws IOException {
    InputStream slow =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(len, step));
          }
        };
    return new CheckedUtf8(slow).readAllBytes();
  }

  @Test
  void passesOnWhatIsValid() throws IOException {
    byte[] text = "a\nü€😀\n".repeat(3000).getBytes(StandardCharsets.UTF_8);
    for (int step : new int[] {1, 2, 3, 5, 8191, 1 << 20}) {
      assertThat(readBy(step, text)).isEqualTo(text);
    }
  }

  @Test
  void tellsTheLineOfWhatIsNot() {
    String good = "a\nü€😀\n".repeat(3000);
    byte[] bad = (good + "x\u00FC").getBytes(StandardCharsets.UTF_8);
    for (int step : new int[] {1, 2, 3, 5, 8191, 1 << 20}) {
      byte[] cut = Arrays.copyOf(bad, bad.length - 1); // ends within a character
      assertThatThrownBy(() -> readBy(step, cut))
          .isInstanceOfSatisfying(
              CheckedUtf8.InvalidException.class, e -> assertThat(e.line()).isEqualTo(6001));
      byte[] wrong = bad.clone();
      wrong[wrong.length - 2] = (byte) 0xFF;
      assertThatThrownBy(() -> readBy(step, wrong))
          .isInstanceOfSatisfying(
              CheckedUtf8.InvalidException.class, e -> assertThat(e.line()).isEqualTo(6001));
    }
  }
}
