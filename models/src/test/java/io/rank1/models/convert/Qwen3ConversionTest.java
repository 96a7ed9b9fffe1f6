package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.models.synthetic.Architecture;
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

class Qwen3ConversionTest {
  @TempDir Path folder;

  private Path checkpoint() throws IOException {
    ModelShape shape =
        new ModelShape(
            Architecture.QWEN3, 2, 128, 2, 1, 128, 256, 512, 1e6f, 1e-6f, ModelShape.Output.TIED);
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(Architecture.QWEN3, BosUse.NOT_ADDED, List.of(" true", " false"));
    Path checkpoint = folder.resolve("checkpoint");
    new RandomCheckpoint(CheckpointFamily.QWEN3, shape, vocabulary, Weights.BF16, 280, 1, 4)
        .write(checkpoint);
    return checkpoint;
  }

  @Test
  void qwen3HasNormsOfHeadsThatMayBeWide() throws IOException {
    Path out = folder.resolve("m.gguf");
    Conversion conversion = Conversion.plan(checkpoint(), Optional.empty());
    conversion.write(out, bytes -> {}, file -> {});
    GgufFile file = GgufFile.read(out);

    assertThat(conversion.head()).isEqualTo(OutputHead.TIED);
    assertThat(file.string("general.architecture")).hasValue("qwen3");
    assertThat(file.string("tokenizer.ggml.pre")).hasValue("qwen2");
    assertThat(file.unsigned("qwen3.attention.key_length")).hasValue(128);
    assertThat(file.unsigned("qwen3.attention.value_length")).hasValue(128);
    assertThat(file.keys()).doesNotContain("qwen3.rope.dimension_count", "qwen3.vocab_size");
    assertThat(file.tensors()).doesNotContainKeys("output.weight", "blk.0.attn_q.bias");
    assertThat(file.tensors().get("blk.1.attn_q.weight").dims()).containsExactly(128L, 256L);
    assertThat(file.tensors().get("blk.1.attn_k_norm.weight").dims()).containsExactly(128L);
    assertThat(file.tensors().get("blk.1.attn_q_norm.weight").type()).isEqualTo(GgmlType.F32);
  }

  /** As Qwen3Config has it; the checkpoint's own tensors then have to fit. */
  @Test
  void headsOfQwen3Are128WideIfNothingIsSaid() throws IOException {
    Path checkpoint = checkpoint();
    Path config = checkpoint.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("\"head_dim\": 128, ", ""));
    Path out = folder.resolve("m.gguf");
    Conversion.plan(checkpoint, Optional.empty()).write(out, bytes -> {}, file -> {});

    assertThat(GgufFile.read(out).unsigned("qwen3.attention.key_length")).hasValue(128);
  }

  @Test
  void aMissingNormIsNamed() throws IOException {
    Path checkpoint = checkpoint();
    Path file = checkpoint.resolve("model.safetensors");
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(
        file,
        bytes.replace("layers.1.self_attn.q_norm.weight", "layers.1.self_attn.p_norm.weight"),
        StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Conversion.plan(checkpoint, Optional.empty()))
        .isInstanceOf(ConvertException.class)
        .hasMessageContaining("layers.1.self_attn.q_norm.weight is missing");
  }
}
