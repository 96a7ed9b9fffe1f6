package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufNumberArray;
import io.rank1.core.gguf.GgufStringArray;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("locale")
class ConversionTest {
  @TempDir Path folder;

  /** Tensors of one piece each. */
  private Path checkpoint(CheckpointFamily family, Weights weights) throws IOException {
    int headDim = family == CheckpointFamily.MISTRAL_SMALL ? 128 : 64;
    return checkpoint(
        family,
        weights,
        new ModelShape(
            family.architecture(),
            2,
            128,
            2,
            1,
            headDim,
            256,
            512,
            1e6f,
            1e-6f,
            ModelShape.Output.UNTIED));
  }

  private Path checkpoint(CheckpointFamily family, Weights weights, ModelShape shape)
      throws IOException {
    BosUse bos = family == CheckpointFamily.QWEN2 ? BosUse.NOT_ADDED : BosUse.ADDED;
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(family.architecture(), bos, List.of(" true", " false"));
    Path checkpoint = folder.resolve("rank1-tiny");
    new RandomCheckpoint(family, shape, vocabulary, weights, 280, 2, 4).write(checkpoint);
    return checkpoint;
  }

  private GgufFile convert(CheckpointFamily family, Weights weights) throws IOException {
    Path out = folder.resolve("m.gguf");
    Conversion.plan(checkpoint(family, weights), Optional.empty())
        .write(out, bytes -> {}, file -> {});
    return GgufFile.read(out);
  }

  @Test
  void keysOfQwen2AreLlamaCppsAndInItsOrder() throws IOException {
    GgufFile file = convert(CheckpointFamily.QWEN2, Weights.F16);
    assertThat(file.keys())
        .containsExactly(
            "general.architecture",
            "general.type",
            "general.name",
            "general.size_label",
            "qwen2.block_count",
            "qwen2.context_length",
            "qwen2.embedding_length",
            "qwen2.feed_forward_length",
            "qwen2.attention.head_count",
            "qwen2.attention.head_count_kv",
            "qwen2.rope.freq_base",
            "qwen2.attention.layer_norm_rms_epsilon",
            "general.file_type",
            "general.quantization_version",
            "tokenizer.ggml.model",
            "tokenizer.ggml.pre",
            "tokenizer.ggml.tokens",
            "tokenizer.ggml.token_type",
            "tokenizer.ggml.merges",
            "tokenizer.ggml.eos_token_id",
            "tokenizer.ggml.padding_token_id",
            "tokenizer.ggml.bos_token_id",
            "tokenizer.ggml.add_bos_token",
            "tokenizer.chat_template");
    assertThat(file.string("tokenizer.ggml.pre")).hasValue("qwen2");
    assertThat(file.unsigned("general.file_type")).hasValue(1);
    assertThat(file.bool("tokenizer.ggml.add_bos_token")).hasValue(false);
    assertThat(file.string("tokenizer.chat_template")).hasValue("{{ messages }}");
  }

  @Test
  void keysOfMistralAreLlamaCppsAndInItsOrder() throws IOException {
    GgufFile file = convert(CheckpointFamily.MISTRAL_SMALL, Weights.BF16);
    assertThat(file.keys())
        .containsExactly(
            "general.architecture",
            "general.type",
            "general.name",
            "general.size_label",
            "llama.block_count",
            "llama.context_length",
            "llama.embedding_length",
            "llama.feed_forward_length",
            "llama.attention.head_count",
            "llama.attention.head_count_kv",
            "llama.rope.freq_base",
            "llama.attention.layer_norm_rms_epsilon",
            "llama.attention.key_length",
            "llama.attention.value_length",
            "general.file_type",
            "llama.vocab_size",
            "llama.rope.dimension_count",
            "general.quantization_version",
            "tokenizer.ggml.model",
            "tokenizer.ggml.pre",
            "tokenizer.ggml.tokens",
            "tokenizer.ggml.token_type",
            "tokenizer.ggml.merges",
            "tokenizer.ggml.bos_token_id",
            "tokenizer.ggml.eos_token_id",
            "tokenizer.ggml.padding_token_id",
            "tokenizer.ggml.add_bos_token",
            "tokenizer.chat_template");
    assertThat(file.string("tokenizer.ggml.pre")).hasValue("tekken");
    assertThat(file.unsigned("general.file_type")).hasValue(32);
    assertThat(file.unsigned("llama.attention.key_length")).hasValue(128);
    assertThat(file.bool("tokenizer.ggml.add_bos_token")).hasValue(true);
    assertThat(file.tensors().get("blk.0.attn_q.weight").dims()).containsExactly(128L, 256L);
  }

  @Test
  void llama31HasTheDivisorsOfItsFrequencies() throws IOException {
    GgufFile file = convert(CheckpointFamily.LLAMA_3_1, Weights.F16);
    GgufTensor divisors = file.tensors().get("rope_freqs.weight");
    assertThat(divisors.type()).isEqualTo(GgmlType.F32);
    assertThat(divisors.dims()).containsExactly(32L);
    assertThat(file.tensors().keySet()).first().isEqualTo("rope_freqs.weight");
    assertThat(file.string("tokenizer.ggml.pre")).hasValue("llama-bpe");
    assertThat(file.type("llama.rope.scaling.type")).isEmpty();
  }

  /** Llama 3.1 8B: waves shorter than 2,048 tokens stay, those longer than 8,192 are stretched. */
  @Test
  void divisorsAreThoseOfLlama31() {
    float[] divisors = new RopeConfig(5e5f, RopeConfig.Scaling.LLAMA3, 8, 1, 4, 8192).divisors(128);
    assertThat(divisors).hasSize(64);
    assertThat(divisors[28]).isEqualTo(1);
    assertThat(divisors[29]).isCloseTo(1.2075f, within(1e-3f)); // a wave of 2,402 tokens
    assertThat(divisors[34]).isCloseTo(5.254f, within(1e-2f)); // a wave of 6,693
    assertThat(divisors[35]).isEqualTo(8);
    assertThat(divisors[63]).isEqualTo(8);
  }

  @Test
  void unusedRowsGetUnusedTokens() throws IOException {
    GgufFile file = convert(CheckpointFamily.QWEN2, Weights.F16);
    GgufStringArray tokens = (GgufStringArray) file.array("tokenizer.ggml.tokens").orElseThrow();
    GgufNumberArray types = (GgufNumberArray) file.array("tokenizer.ggml.token_type").orElseThrow();
    assertThat(tokens.size()).isEqualTo(280);
    assertThat(tokens.string(279)).isEqualTo("[PAD279]");
    assertThat(types.integer(279)).isEqualTo(5);
    int start = tokens.indexOf("<|im_start|>".getBytes(StandardCharsets.UTF_8));
    assertThat(types.integer(start)).isEqualTo(3);
    assertThat(types.integer(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"QWEN2", "LLAMA_3_1", "MISTRAL_SMALL", "QWEN3"})
  void tensorsAreThoseOfTheArchitecture(CheckpointFamily family) throws IOException {
    GgufFile file = convert(family, Weights.AWQ);
    List<String> wanted = new ArrayList<>();
    for (String part : List.of("attn_norm", "attn_q", "attn_k", "attn_v", "attn_output")) {
      wanted.add("blk.1." + part + ".weight");
    }
    for (String part : List.of("ffn_norm", "ffn_gate", "ffn_up", "ffn_down")) {
      wanted.add("blk.1." + part + ".weight");
    }
    wanted.addAll(List.of("token_embd.weight", "output.weight", "output_norm.weight"));
    assertThat(file.tensors().keySet()).containsAll(wanted);
    assertThat(file.tensors().get("blk.0.attn_k.weight").type()).isEqualTo(GgmlType.Q5_0);
    assertThat(file.tensors().get("blk.0.attn_norm.weight").type()).isEqualTo(GgmlType.F32);
    assertThat(file.tensors().get("token_embd.weight").type()).isEqualTo(GgmlType.F16);
    assertThat(file.tensors().containsKey("blk.0.attn_q.bias"))
        .isEqualTo(family == CheckpointFamily.QWEN2);
    assertThat(file.unsigned("general.file_type")).hasValue(8);
  }

  private static ModelShape wide(CheckpointFamily family) {
    return new ModelShape(
        family.architecture(), 1, 2048, 32, 1, 64, 2176, 512, 1e6f, 1e-6f, ModelShape.Output.TIED);
  }

  /** AWQ's pieces of 2,048 inputs have 744 rows, or 704: they end within a tile of its words. */
  @ParameterizedTest
  @EnumSource(names = {"QWEN2", "LLAMA_3_1", "MISTRAL_SMALL", "QWEN3"})
  void tensorsOfSeveralPiecesArriveWhole(CheckpointFamily family) throws IOException {
    ModelShape shape = wide(family);
    for (Weights weights :
        List.of(
            Weights.AWQ, Weights.PACK_QUANTIZED, Weights.PACK_QUANTIZED_SYMMETRIC, Weights.BF16)) {
      Conversion conversion = Conversion.plan(checkpoint(family, weights, shape), Optional.empty());
      Path out = folder.resolve("m.gguf");
      conversion.write(
          out,
          bytes -> {},
          file -> assertThat(conversion.verify(file, done -> {}).differing()).isZero());
      assertThat(out).exists();
    }
  }

  /** Who reads a channel while it is interrupted closes it, and with it the file's lock. */
  @Test
  void anInterruptWhileItVerifiesLeavesTheFileOpen() throws IOException {
    CheckpointFamily family = CheckpointFamily.QWEN2;
    Conversion conversion =
        Conversion.plan(checkpoint(family, Weights.BF16, wide(family)), Optional.empty());
    conversion.write(
        folder.resolve("m.gguf"),
        bytes -> {},
        file -> {
          for (int i = 0; i < 10; i++) {
            assertThatThrownBy(
                    () -> conversion.verify(file, done -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
          }
          assertThat(conversion.verify(file, done -> {}).differing()).isZero();
        });
  }

  @Test
  void aChangedWeightIsFound() throws IOException {
    for (Weights weights : List.of(Weights.AWQ, Weights.BF16)) {
      Path out = folder.resolve("m.gguf");
      Conversion conversion =
          Conversion.plan(checkpoint(CheckpointFamily.LLAMA_3_1, weights), Optional.empty());
      conversion.write(
          out,
          bytes -> {},
          file -> {
            assertThat(conversion.verify(file, done -> {}).differing()).isZero();
            changeLastByte(file.path(), "blk.1.attn_q.weight");
            Comparison comparison = conversion.verify(file, done -> {});
            assertThat(comparison.differing()).isEqualTo(1);
            assertThat(comparison.firstTensor()).isEqualTo("blk.1.attn_q.weight");
            assertThat(comparison.largest()).isPositive();
          });
      assertThat(out).exists();
    }
  }

  private static void changeLastByte(Path path, String name) throws IOException {
    GgufFile file = GgufFile.read(path);
    GgufTensor tensor = file.tensors().get(name);
    try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
      long at = file.dataOffset() + tensor.offset() + tensor.byteSize() - 1;
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 0x10);
    }
  }

  @Test
  void aFileThatFailsItsCheckGetsNoName() throws IOException {
    Conversion conversion =
        Conversion.plan(checkpoint(CheckpointFamily.QWEN2, Weights.AWQ), Optional.empty());
    Path outputs = Files.createDirectory(folder.resolve("out"));
    Path out = Files.writeString(outputs.resolve("m.gguf"), "old");
    assertThatThrownBy(
            () ->
                conversion.write(
                    out,
                    bytes -> {},
                    file -> {
                      assertThat(out).hasContent("old");
                      assertThat(conversion.verify(file, done -> {}).differing()).isZero();
                      throw new IOException("refused");
                    }))
        .hasMessage("refused");
    assertThat(out).hasContent("old");
    try (Stream<Path> files = Files.list(outputs)) {
      assertThat(files).containsExactly(out);
    }
  }

  @Test
  void anInterruptedThreadStopsAndLeavesNothing() throws IOException {
    Conversion conversion =
        Conversion.plan(checkpoint(CheckpointFamily.QWEN2, Weights.AWQ), Optional.empty());
    Path outputs = Files.createDirectory(folder.resolve("out"));
    assertThatThrownBy(
            () ->
                conversion.write(
                    outputs.resolve("m.gguf"),
                    bytes -> Thread.currentThread().interrupt(),
                    file -> {}))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outputs).isEmptyDirectory();
  }

  @Test
  void sizesAreNamedAsLlamaCppNamesThem() {
    assertThat(HeaderPlan.sizeLabel(7_615_616_512L)).isEqualTo("7.6B");
    assertThat(HeaderPlan.sizeLabel(494_032_768L)).isEqualTo("494M");
    assertThat(HeaderPlan.sizeLabel(23_572_403_200L)).isEqualTo("24B");
    assertThat(HeaderPlan.sizeLabel(280_000L)).isEqualTo("280K");
  }

  @Test
  void theHubsCacheNamesTheModel() throws IOException {
    Path snapshot =
        Files.createDirectories(folder.resolve("models--jhu-clsp--rank1-7b/snapshots/0a1b2c"));
    assertThat(ModelName.of(snapshot)).isEqualTo("rank1-7b");
    assertThat(ModelName.of(folder.resolve("models--jhu-clsp--rank1-7b/snapshots")))
        .isEqualTo("snapshots");
  }

  @Test
  void rowsOfQueriesAndKeysArePairedWithinHeads() {
    RowOrdering ordering = new RowOrdering(8, true);
    long[] sources = new long[16];
    for (int row = 0; row < 16; row++) {
      sources[row] = ordering.source(row);
      assertThat(ordering.target(sources[row])).isEqualTo(row);
    }
    assertThat(sources).containsExactly(0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15);
  }
}
