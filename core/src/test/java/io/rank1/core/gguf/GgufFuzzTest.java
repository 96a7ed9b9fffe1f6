package io.rank1.core.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFuzzTest {
  private static final int FILES = 2_000;

  @TempDir Path folder;

  @Test
  void mutatedFilesGiveAnAnswerOrAnException() {
    Random random = new Random(4916);
    byte[] whole = RawGguf.sample().bytes();
    int refused = Assertions.assertTimeout(Duration.ofSeconds(60), () -> refused(whole, random));
    assertThat(refused).isBetween(FILES / 4, FILES - 1);
  }

  private int refused(byte[] whole, Random random) throws IOException {
    int refused = 0;
    Path path = folder.resolve("mutated.gguf");
    for (int i = 0; i < FILES; i++) {
      Files.write(path, mutated(whole, random));
      try {
        GgufFile file = GgufFile.read(path);
        file.tensors().forEach((name, t) -> assertThat(t.byteSize()).isPositive());
        file.keys().forEach(key -> use(file, key));
      } catch (GgufException e) {
        assertThat(e.getMessage()).startsWith(path.toString());
        refused++;
      }
    }
    return refused;
  }

  private static void use(GgufFile file, String key) {
    if (file.array(key).orElse(null) instanceof GgufStringArray strings) {
      for (int i = 0; i < strings.size(); i++) {
        assertThat(strings.bytes(i)).hasSize(strings.length(i));
      }
    }
    assertThat(file.type(key)).isPresent();
  }

  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        int at = random.nextInt(bytes.length - Long.BYTES);
        RawGguf.littleEndian(bytes).putLong(at, random.nextLong() >>> random.nextInt(64));
      }
      case 2 -> {
        int at = random.nextInt(bytes.length - Long.BYTES);
        RawGguf.littleEndian(bytes).putInt(at, random.nextInt(16));
      }
      default -> {
        for (int flips = random.nextInt(8); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return bytes;
  }
}
