package io.rank1.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.files.PartFile;
import io.rank1.core.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewGgufTest {
  @TempDir private Path folder;

  @Test
  void aFileThatIsReadBeforeItIsCompleteStaysItsWritersAlone() throws IOException {
    Path path = folder.resolve("m.gguf");
    try (NewGguf file = NewGguf.create(path, PartFile.Durability.BEFORE_THE_NAME)) {
      new GgufWriter().string("k", "v").write(file);
      for (int i = 0; i < 2; i++) { // reading does not depend on what was read before
        assertThat(GgufFile.read(file.path(), file.reader()).string("k")).contains("v");
      }
      assertThat(Contender.run(path))
          .isEqualTo("cannot write " + path + ": another rank1 writes it");
      file.complete();
    }
    assertThat(GgufFile.read(path).string("k")).contains("v");
    assertThat(Contender.run(path)).isEqualTo("began .m.gguf.rank1.part");
    assertThat(GgufFile.read(path).string("k")).contains("v");
  }
}
