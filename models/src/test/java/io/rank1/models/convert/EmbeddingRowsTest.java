package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufNumberArray;
import io.rank1.core.gguf.GgufStringArray;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.Markers;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddingRowsTest {
  @TempDir Path folder;

  private static ModelShape shape(CheckpointFamily family) {
    return new ModelShape(
        family.architecture(), 1, 64, 2, 1, 32, 64, 512, 1e6f, 1e-6f, ModelShape.Output.UNTIED);
  }

  /** Vocabularies are padded, and some tools forget to say so in config.json. */
  @ParameterizedTest
  @EnumSource(names = {"QWEN2", "LLAMA_3_1", "MISTRAL_SMALL", "QWEN3"})
  void markersKeepTheirIdsInAVocabularyOfMoreRows(CheckpointFamily family) throws IOException {
    for (Markers markers : List.of(Markers.CONTROL, Markers.USER_DEFINED)) {
      Vocabulary vocabulary =
          ByteLevelBpe.vocabulary(
              family.architecture(), BosUse.ADDED, List.of(" true", " false"), markers);
      Path checkpoint = folder.resolve("rank1-tiny");
      new RandomCheckpoint(family, shape(family), vocabulary, Weights.BF16, 384, 1, 4)
          .write(checkpoint);
      for (int stated : List.of(384, vocabulary.size())) {
        edit(
            checkpoint.resolve("config.json"), "\"vocab_size\": \\d+", "\"vocab_size\": " + stated);
        Conversion conversion = Conversion.plan(checkpoint, Optional.empty());
        Path out = folder.resolve("m.gguf");
        conversion.write(out, bytes -> {}, part -> {});

        GgufFile file = GgufFile.read(out);
        var tokens = (GgufStringArray) file.array("tokenizer.ggml.tokens").orElseThrow();
        var types = (GgufNumberArray) file.array("tokenizer.ggml.token_type").orElseThrow();
        assertThat(tokens.size()).isEqualTo(384);
        assertThat(file.tensors().get("token_embd.weight").dims()).containsExactly(64L, 384L);
        for (String marker : List.of("<think>", "</think>")) {
          int id = vocabulary.id(marker);
          assertThat(tokens.string(id)).isEqualTo(marker);
          assertThat(types.integer(id)).isEqualTo(markers.type().id());
        }
        assertThat(types.integer(vocabulary.id("<tool_call>"))).isEqualTo(4);
        assertThat(tokens.string(383)).isEqualTo("[PAD383]");
        assertThat(types.integer(383)).isEqualTo(5);
        assertThat(CheckpointTokenizer.read(checkpoint, 384).token(383)).isEqualTo("[PAD383]");
        assertThat(conversion.notes().stream().anyMatch(note -> note.contains("384 rows")))
            .isEqualTo(stated != 384);
      }
    }
  }

  @Test
  void fewerRowsThanTokensAreRefused() throws IOException {
    CheckpointFamily family = CheckpointFamily.QWEN2;
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(
            family.architecture(), BosUse.NOT_ADDED, List.of(" true"), Markers.CONTROL);
    Path checkpoint = folder.resolve("rank1-tiny");
    int rows = vocabulary.size() - 1;
    new RandomCheckpoint(family, shape(family), vocabulary, Weights.BF16, rows, 1, 4)
        .write(checkpoint);
    assertThatThrownBy(() -> Conversion.plan(checkpoint, Optional.empty()))
        .hasMessageContaining(
            "'</think>' has the id %d, and the embedding has %d rows", rows, rows);
  }

  private static void edit(Path file, String regex, String to) throws IOException {
    Files.writeString(file, Files.readString(file).replaceAll(regex, to));
  }
}
