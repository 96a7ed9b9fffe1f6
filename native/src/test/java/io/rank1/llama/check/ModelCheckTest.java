package io.rank1.llama.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgmlType;
import io.rank1.models.inspect.GgufInspector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCheckTest {
  @TempDir Path folder;

  @Test
  void summarisesAGoodModel() throws IOException {
    Path path = ModelFixture.qwen2().write(folder);
    ModelSummary summary = ModelCheck.check(path);

    int tokens = summary.vocabularySize();
    assertThat(tokens).isBetween(256, 300);
    assertThat(summary)
        .isEqualTo(
            new ModelSummary(
                path,
                Files.size(path),
                "qwen2",
                Support.SUPPORTED,
                Head.TIED,
                "fixture",
                2,
                64,
                4,
                2,
                16,
                16,
                128,
                tokens));
    assertThat(summary.kvBytesPerToken(2, 2)).isEqualTo(2 * 2 * (16 + 16) * 2);
    assertThat(summary.kvBytesPerToken(34 / 32.0, 2)).isEqualTo(2 * 2 * (17 + 32));
  }

  @Test
  void takesSentencePieceAndHeadsWiderThanTheEmbedding() throws IOException {
    ModelFixture llama =
        ModelFixture.sentencePiece("llama")
            .without("general.name")
            .set("llama.attention.key_length", 32)
            .set("llama.attention.value_length", 32)
            .set("llama.rope.dimension_count", 32);
    ModelSummary summary = ModelCheck.check(llama.write(folder));
    assertThat(summary.headDimK()).isEqualTo(32);
    assertThat(summary.name()).isEqualTo("model.gguf");
  }

  @Test
  void takesKvHeadsFromTheHeadsIfNotGiven() throws IOException {
    Path path = ModelFixture.qwen2().without("qwen2.attention.head_count_kv").write(folder);
    assertThat(ModelCheck.check(path).kvHeads()).isEqualTo(4);
  }

  @Test
  void saysWhichArchitecturesAreUntestedOrRefused() throws IOException {
    Path phi = ModelFixture.sentencePiece("phi3").set("phi3.rope.dimension_count", 8).write(folder);
    assertThat(ModelCheck.check(phi).support()).isEqualTo(Support.UNTESTED);
    assertRefused(
        ModelFixture.qwen2().set("general.architecture", "mamba"), "'mamba'", "llama", "qwen2");
    assertRefused(ModelFixture.qwen2().without("general.architecture"), "general.architecture");
  }

  @Test
  void refusesFilesThatAreNoModel() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertThatThrownBy(() -> ModelCheck.check(text))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("not a GGUF file");
    assertThatThrownBy(() -> ModelCheck.check(folder.resolve("absent")))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("there is no such file");
    byte[] whole = Files.readAllBytes(ModelFixture.qwen2().write(folder));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 300));
    assertThatThrownBy(() -> ModelCheck.check(cut))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContaining("cut off");
  }

  @ParameterizedTest
  @CsvSource({
    "block_count, 0",
    "block_count, 513",
    "embedding_length, 0",
    "embedding_length, 66",
    "context_length, 0",
    "context_length, 2147483648",
    "feed_forward_length, 0",
    "attention.head_count, 0",
    "attention.head_count, 3",
    "attention.head_count_kv, 0",
    "attention.head_count_kv, 3",
    "attention.head_count_kv, 8",
    "attention.key_length, 32",
    "attention.value_length, 8",
    "rope.dimension_count, 8",
    "rope.dimension_count, 32",
    "rope.dimension_count, 0",
    "expert_count, 8",
  })
  void refusesImpossibleNumbers(String key, long value) {
    assertRefused(ModelFixture.qwen2().set("qwen2." + key, value), String.valueOf(value));
  }

  @Test
  void refusesOddHeads() {
    assertRefused(ModelFixture.qwen2().set("qwen2.attention.head_count", 64), "odd: 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "block_count",
        "embedding_length",
        "context_length",
        "feed_forward_length",
        "attention.head_count",
        "attention.layer_norm_rms_epsilon"
      })
  void refusesMissingNumbers(String key) {
    assertRefused(ModelFixture.qwen2().without("qwen2." + key), "it has no qwen2." + key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "general.file_type",
        "general.name",
        "qwen2.block_count",
        "qwen2.attention.head_count_kv",
        "qwen2.attention.layer_norm_rms_epsilon",
        "qwen2.rope.freq_base",
        "qwen2.rope.scaling.type",
        "qwen2.rope.dimension_count",
        "tokenizer.ggml.pre",
        "tokenizer.ggml.model",
        "tokenizer.ggml.tokens",
        "tokenizer.ggml.token_type",
        "tokenizer.ggml.scores",
        "tokenizer.ggml.merges",
        "tokenizer.ggml.bos_token_id",
        "tokenizer.ggml.padding_token_id",
        "tokenizer.ggml.add_bos_token",
        "split.count"
      })
  void refusesOtherTypesThanLlamaCppDemands(String key) {
    ModelFixture fixture = ModelFixture.qwen2().set(key, (w, k) -> w.uint64(k, 1));
    assertRefused(fixture, key, "UINT64");
  }

  @Test
  void takesNumbersThatAreStatedForEveryLayer() throws IOException {
    Path path =
        ModelFixture.qwen2()
            .set("qwen2.attention.head_count", (w, k) -> w.int32s(k, new int[] {4, 4}))
            .set("qwen2.attention.head_count_kv", (w, k) -> w.int32s(k, new int[] {1, 1}))
            .set("qwen2.feed_forward_length", (w, k) -> w.int32s(k, new int[] {96, 96}))
            .write(folder);
    ModelSummary summary = ModelCheck.check(path);
    assertThat(summary.heads()).isEqualTo(4);
    assertThat(summary.kvHeads()).isEqualTo(1);
    assertThat(GgufInspector.inspect(path).numbers().kvHeads()).hasValue(1);
    assertThat(GgufInspector.inspect(path).numbers().feedForward()).hasValue(96);
  }

  @Test
  void refusesNumbersOfLayersThatLlamaCppOrWeCannotTake() throws IOException {
    String key = "qwen2.attention.head_count_kv";
    ModelFixture fixture = ModelFixture.qwen2();
    assertRefused(
        fixture.set(key, (w, k) -> w.int32s(k, new int[] {2, 4})), key, "differs between");
    Path path = fixture.write(folder);
    assertThat(GgufInspector.inspect(path).numbers().kvHeads()).isEmpty();
    assertRefused(
        fixture.set(key, (w, k) -> w.int32s(k, new int[3])), key, "3 entries for 2 layers");
    assertRefused(
        fixture.set(key, (w, k) -> w.int32s(k, new int[] {3, 3})), "4 heads do not share 3");
    assertRefused(fixture.set(key, (w, k) -> w.int32s(k, new int[] {-1, -1})), key, "is -1");
    assertRefused(fixture.set(key, (w, k) -> w.float32s(k, new float[2])), key, "FLOAT32");
    assertRefused(
        fixture.set(key, (w, k) -> w.strings(k, List.of("2", "2"))), key, "array of STRING");
    assertRefused(
        ModelFixture.qwen2().set("qwen2.block_count", (w, k) -> w.int32s(k, new int[] {2, 2})),
        "block_count is of type ARRAY");
  }

  @Test
  void refusesArraysOfOtherElementsOrLengths() {
    for (String key : List.of("tokens", "merges")) {
      String full = "tokenizer.ggml." + key;
      assertRefused(
          ModelFixture.qwen2().set(full, (w, k) -> w.int32s(k, new int[3])), full, "INT32");
    }
    for (String key : List.of("token_type", "scores")) {
      String full = "tokenizer.ggml." + key;
      assertRefused(
          ModelFixture.qwen2().set(full, (w, k) -> w.strings(k, List.of("x"))), full, "STRING");
    }
    String types = "tokenizer.ggml.token_type";
    assertRefused(
        ModelFixture.qwen2().set(types, (w, k) -> w.int32s(k, new int[9])), types, "9 entries");
    String scores = "tokenizer.ggml.scores";
    assertRefused(
        ModelFixture.sentencePiece("llama").set(scores, (w, k) -> w.float32s(k, new float[9])),
        "9 entries");
  }

  @Test
  void refusesArraysOfArrays() throws IOException {
    // key, type ARRAY, then the array: three INT32, turned into one empty array of UINT32
    ModelFixture fixture =
        ModelFixture.qwen2().set("nested", (w, k) -> w.int32s(k, new int[] {4, 0, 0}));
    Path path = fixture.write(folder);
    byte[] bytes = Files.readAllBytes(path);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("nested") + "nested".length();
    bytes[at + 4] = 9;
    bytes[at + 8] = 1;
    Files.write(path, bytes);
    assertThatThrownBy(() -> ModelCheck.check(path)).hasMessageContaining("array of arrays");
  }

  @Test
  void refusesUnusableFloatsAndScalings() {
    for (float value : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      for (String key : List.of("attention.layer_norm_rms_epsilon", "rope.freq_base")) {
        assertRefused(
            ModelFixture.qwen2().set("qwen2." + key, (w, k) -> w.float32(k, value)),
            "not a positive number");
      }
    }
    assertRefused(ModelFixture.qwen2().set("qwen2.rope.scaling.type", "x"), "rope scaling 'x'");
  }

  @Test
  void refusesOnePartOfSeveral() {
    assertRefused(
        ModelFixture.qwen2().set("split.count", (w, k) -> w.uint16(k, 2)),
        "one of 2 parts",
        "one of 2 parts, and their names must end in -00001-of-00002.gguf");
  }

  @Test
  void refusesTensorsThatDoNotFit() {
    assertRefused(ModelFixture.qwen2().without("token_embd.weight"), "no tensor token_embd");
    assertRefused(ModelFixture.qwen2().tensor("token_embd.weight", GgmlType.F16, 64, 9), "[64, 9]");
    assertRefused(
        ModelFixture.qwen2().tensor("output_norm.weight", GgmlType.F16, 64), "of type F16");
    assertRefused(ModelFixture.qwen2().tensor("m", GgmlType.I32, 64, 64), "of type I32");
  }

  @Test
  void refusesGapsBetweenTensors() throws IOException {
    Path path = ModelFixture.qwen2().write(folder);
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(path), (int) Files.size(path) + 32);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int offset = text.indexOf("output_norm.weight") + "output_norm.weight".length() + 4 + 8 + 4;
    bytes[offset] += 32;
    Files.write(path, bytes);
    assertThatThrownBy(() -> ModelCheck.check(path)).hasMessageContaining("llama.cpp expects");
  }

  private void assertRefused(ModelFixture fixture, String... parts) {
    assertThatThrownBy(() -> ModelCheck.check(fixture.write(folder)))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("model.gguf: ");
  }
}
