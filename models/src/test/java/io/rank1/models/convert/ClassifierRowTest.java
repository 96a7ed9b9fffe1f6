package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgufFile;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierRowTest {
  @TempDir Path folder;

  /** Rows are so long that a piece has fewer than there are. */
  private Path checkpoint(CheckpointFamily family, ModelShape.Output output) throws IOException {
    ModelShape shape =
        new ModelShape(family.architecture(), 1, 2048, 32, 1, 64, 128, 512, 1e6f, 1e-6f, output);
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(
            family.architecture(), BosUse.NOT_ADDED, List.of(" true", " false"));
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(family, shape, vocabulary, Weights.BF16, 280, 1, 4)
        .withOneLabel()
        .write(checkpoint);
    return checkpoint;
  }

  @ParameterizedTest
  @EnumSource(names = {"QWEN2", "LLAMA_3_1", "MISTRAL_SMALL", "QWEN3"})
  void theHeadIsTheFirstRowOfAnOutputOfZeroes(CheckpointFamily family) throws IOException {
    Path out = folder.resolve("m.gguf");
    for (ModelShape.Output output : ModelShape.Output.values()) {
      Conversion conversion = Conversion.plan(checkpoint(family, output), Optional.empty());
      conversion.write(
          out,
          bytes -> {},
          file -> {
            Comparison found = conversion.verify(file, done -> {});
            assertThat(found.differing()).isZero();
            assertThat(found.weights()).isEqualTo(conversion.weights());
          });
      GgufFile file = GgufFile.read(out);
      assertThat(conversion.head()).isEqualTo(OutputHead.ONE_LABEL);
      assertThat(conversion.notes()).anyMatch(note -> note.contains("the row of token 0"));
      assertThat(file.unsigned("rank1.classifier.row")).hasValue(0);
      assertThat(file.tensors().get("output.weight").dims()).containsExactly(2048L, 280L);
      assertThat(file.tensors()).doesNotContainKey("score.weight");
    }
  }

  @Test
  void anotherNumberOfLabelsIsRefused() throws IOException {
    Path checkpoint = checkpoint(CheckpointFamily.QWEN2, ModelShape.Output.TIED);
    Path file = checkpoint.resolve("model.safetensors");
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(file, bytes.replace("[1,2048]", "[2,1024]"), StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Conversion.plan(checkpoint, Optional.empty()))
        .isInstanceOf(ConvertException.class)
        .hasMessageContaining("score.weight has the shape [2, 1024]")
        .hasMessageContaining("supported is one label, [1, 2048]");
  }
}
