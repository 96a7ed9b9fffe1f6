package io.rank1.llama.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckFuzzTest {
  private static final int FILES = 500;

  @TempDir Path folder;

  @Test
  void mutatedModelsGiveASummaryOrTheOneException() throws IOException {
    Random random = new Random(7);
    Path path = ModelFixture.qwen2().write(folder);
    byte[] whole = Files.readAllBytes(path);
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = whole.clone();
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length / 2)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(path, bytes);
      try {
        assertThat(ModelCheck.check(path).vocabularySize()).isPositive();
      } catch (ModelUnusableException e) {
        assertThat(e.getMessage()).startsWith(path.toString()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isBetween(FILES / 10, FILES - 1);
  }
}
