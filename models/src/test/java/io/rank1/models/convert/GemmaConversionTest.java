package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufStringArray;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.safetensors.SafetensorsTensor;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.PieceVocabulary;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GemmaConversionTest {
  private static final ModelShape SHAPE =
      new ModelShape(
          CheckpointFamily.GEMMA.architecture(),
          2,
          128,
          2,
          1,
          256,
          256,
          512,
          1e4f,
          1e-6f,
          ModelShape.Output.TIED);

  @TempDir Path folder;
  private Path checkpoint;

  @BeforeEach
  void writeACheckpoint() throws IOException {
    write(PieceVocabulary.Files.BOTH);
  }

  private void write(PieceVocabulary.Files files) throws IOException {
    checkpoint = folder.resolve("checkpoint" + files);
    PieceVocabulary vocabulary =
        new PieceVocabulary(
            List.of("\u2581", "a", "b", "\u2581a"),
            List.of(
                new PieceVocabulary.Added("<start_of_turn>", true),
                new PieceVocabulary.Added("\u2581\u2581", false)),
            PieceVocabulary.Blanks.NONE,
            files);
    new RandomCheckpoint(CheckpointFamily.GEMMA, SHAPE, vocabulary, Weights.BF16, 280, 1, 4)
        .write(checkpoint);
  }

  private void edit(String from, String to) throws IOException {
    Path config = checkpoint.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(from);
    Files.writeString(config, text.replace(from, to));
  }

  private GgufFile convert() throws IOException {
    Path out = folder.resolve("m.gguf");
    Conversion conversion = Conversion.plan(checkpoint, Optional.empty());
    conversion.write(
        out,
        bytes -> {},
        file -> assertThat(conversion.verify(file, done -> {}).differing()).isZero());
    return GgufFile.read(out);
  }

  @Test
  void keysAreLlamaCpps() throws IOException {
    GgufFile file = convert();

    assertThat(file.string("general.architecture")).hasValue("gemma");
    assertThat(file.unsigned("gemma.attention.key_length")).hasValue(256);
    assertThat(file.unsigned("gemma.attention.value_length")).hasValue(256);
    assertThat(file.unsigned("gemma.attention.head_count_kv")).hasValue(1);
    assertThat(file.keys()).doesNotContain("gemma.rope.dimension_count", "gemma.vocab_size");
    assertThat(file.tensors()).doesNotContainKeys("output.weight", "blk.0.attn_q.bias");
    assertThat(file.string("tokenizer.ggml.model")).hasValue("llama");
    assertThat(file.bool("tokenizer.ggml.add_space_prefix")).hasValue(false);
    assertThat(file.bool("tokenizer.ggml.add_bos_token")).hasValue(true);
  }

  @Test
  void normsAreStoredWithTheOneThatTheCheckpointLeavesOut() throws IOException {
    GgufFile file = convert();
    SafetensorsFile source = SafetensorsFile.read(checkpoint.resolve("model.safetensors"));
    for (String[] names :
        new String[][] {
          {"model.norm", "output_norm"},
          {"model.layers.1.input_layernorm", "blk.1.attn_norm"},
          {"model.layers.0.post_attention_layernorm", "blk.0.ffn_norm"}
        }) {
      SafetensorsTensor from = source.tensors().get(names[0] + ".weight");
      GgufTensor to = file.tensors().get(names[1] + ".weight");
      ByteBuffer before = bytes(from.file(), from.offset(), from.byteSize());
      ByteBuffer after = bytes(file.path(), file.dataOffset() + to.offset(), to.byteSize());
      assertThat(to.type()).isEqualTo(GgmlType.F32);
      for (int i = 0; i < 128; i++) {
        float less = Float.intBitsToFloat(before.getShort() << 16);
        assertThat(less).isBetween(-0.5f, 0.5f);
        assertThat(after.getFloat()).isEqualTo(1 + less);
      }
    }
  }

  private static ByteBuffer bytes(Path file, long offset, long size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.read(bytes, offset);
    }
    return bytes.flip();
  }

  /** transformers writes the byte of a tab as the character. */
  @ParameterizedTest
  @EnumSource
  void tokensAreTheSameWhicheverFileSaysThem(PieceVocabulary.Files files) throws IOException {
    write(files);
    GgufStringArray tokens =
        (GgufStringArray) convert().array("tokenizer.ggml.tokens").orElseThrow();

    assertThat(tokens.string(3 + 9)).isEqualTo("<0x09>");
    assertThat(tokens.string(PieceVocabulary.FIRST_PIECE + 3)).isEqualTo("\u2581a");
    assertThat(tokens.string(PieceVocabulary.FIRST_PIECE + 4)).isEqualTo("<start_of_turn>");
    assertThat(tokens.string(PieceVocabulary.FIRST_PIECE + 5)).as("cut out first").isEqualTo("  ");
    assertThat(tokens.string(279)).isEqualTo("[PAD279]");
  }

  @Test
  void whatIsNotStatedIsAsGemmasConfigurationHasIt() throws IOException {
    edit("\"tie_word_embeddings\": true, ", "");
    edit("\"head_dim\": 256, ", "");
    edit("\"hidden_activation\": \"gelu_pytorch_tanh\", ", "");

    assertThat(convert().unsigned("gemma.attention.key_length")).hasValue(256);
    assertThat(Conversion.plan(checkpoint, Optional.empty()).head()).isEqualTo(OutputHead.TIED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "tie_word_embeddings": true | "tie_word_embeddings": false | tie_word_embeddings is false, and llama.cpp takes the embedding
          GemmaForCausalLM | GemmaForSequenceClassification | the architecture [GemmaForSequenceClassification] is not one of Qwen2ForCausalLM
          gelu_pytorch_tanh | silu | hidden_activation is silu, not gelu_pytorch_tanh
          """)
  void refusesWhatLlamaCppDoesNotCompute(String from, String to, String complaint)
      throws IOException {
    edit(from, to);
    assertThatThrownBy(() -> Conversion.plan(checkpoint, Optional.empty()))
        .isInstanceOf(ConvertException.class)
        .hasMessageContaining(complaint);
  }
}
