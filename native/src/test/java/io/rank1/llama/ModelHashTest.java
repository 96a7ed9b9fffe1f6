package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.resource.UserCache;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.WeightType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ModelHashTest {

  @TempDir Path dir;
  private Path model;
  private FileTime written;

  @BeforeEach
  void write() throws IOException {
    model = dir.resolve("m.gguf");
    ModelShape shape =
        new ModelShape(
            Architecture.QWEN2, 1, 128, 2, 1, 64, 256, 512, 1e6f, 1e-6f, ModelShape.Output.UNTIED);
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(Architecture.QWEN2, Vocabulary.BosUse.NOT_ADDED, List.of(" true"));
    RandomModel.write(model, shape, vocabulary, WeightType.Q8_0, 1);
    written = Files.getLastModifiedTime(model);
  }

  private String hash() {
    return new ModelHash(new UserCache(dir.resolve("cache"))).of(model);
  }

  private static void changeTheLastByte(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() - 1);
      int last = bytes.read();
      bytes.seek(bytes.length() - 1);
      bytes.write(last ^ 1);
    }
  }

  @Test
  void isRememberedWhileTheFileIsTheSame() throws Exception {
    String hash = hash();
    assertThat(hash).matches("[0-9a-f]{64}");
    Path folder = dir.resolve("cache/model-hashes");
    Path note;
    try (Stream<Path> notes = Files.list(folder)) {
      note = notes.findFirst().orElseThrow();
    }
    Files.writeString(note, "b".repeat(64));
    assertThat(hash()).isEqualTo("b".repeat(64));
  }

  /** As cp -p and rsync -t do. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anotherModelOfTheSameSizeAndTimeIsAnother() throws Exception {
    String hash = hash();
    Path other = Files.copy(model, dir.resolve("other"));
    changeTheLastByte(other);
    Files.setLastModifiedTime(other, written);
    Files.move(other, model, StandardCopyOption.REPLACE_EXISTING);
    String second = hash();
    assertThat(second).isNotEqualTo(hash);
    changeTheLastByte(model);
    Files.setLastModifiedTime(model, written);
    assertThat(hash()).isEqualTo(hash);
  }
}
