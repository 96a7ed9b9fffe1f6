package io.rank1.llama.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgmlType;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What architectures differ in: widths, norms of heads, and where the output is. */
class ArchitectureCheckTest {
  @TempDir Path folder;

  private ModelSummary check(ModelFixture fixture) throws IOException {
    return ModelCheck.check(fixture.write(folder));
  }

  private void assertRefused(ModelFixture fixture, String... parts) {
    assertThatThrownBy(() -> check(fixture))
        .isInstanceOf(ModelUnusableException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void takesQwen3WithHeadsOfAnyWidth() throws IOException {
    ModelSummary summary = check(ModelFixture.qwen3());
    assertThat(summary.architecture()).isEqualTo("qwen3");
    assertThat(summary.support()).isEqualTo(Support.SUPPORTED);
    assertThat(summary.headDimK()).isEqualTo(16);

    ModelFixture wide =
        ModelFixture.qwen3()
            .set("qwen3.attention.key_length", 128)
            .set("qwen3.attention.value_length", 128);
    assertRefused(wide, "blk.0.attn_q_norm.weight is [16], and a head is 128 wide");
    for (int layer = 0; layer < 2; layer++) {
      wide.tensor("blk." + layer + ".attn_q_norm.weight", GgmlType.F32, 128);
      wide.tensor("blk." + layer + ".attn_k_norm.weight", GgmlType.F32, 128);
    }
    assertThat(check(wide).headDimV()).isEqualTo(128);
    assertThat(check(wide).kvBytesPerToken(2, 2)).isEqualTo(2 * 2 * (128 + 128) * 2);
  }

  @Test
  void refusesQwen3WithoutTheNormsOfItsHeads() {
    assertRefused(
        ModelFixture.qwen3().without("blk.1.attn_k_norm.weight"),
        "it has no tensor blk.1.attn_k_norm.weight");
    assertRefused(
        ModelFixture.qwen3().tensor("blk.1.attn_k_norm.weight", GgmlType.F16, 16),
        "blk.1.attn_k_norm.weight is of type F16");
  }

  /** Further dimensions of 1 make no other tensor to llama.cpp, and ggml ends the process on it. */
  @ParameterizedTest
  @ValueSource(strings = {"output_norm.weight", "blk.0.attn_q.bias", "rope_freqs.weight"})
  void refusesVectorsOfHalvesInTheShapeOfAMatrix(String name) {
    assertRefused(ModelFixture.qwen2().tensor(name, GgmlType.F16, 64, 1), name + " is of type F16");
  }

  @Test
  void saysWhereTheOutputIs() throws IOException {
    assertThat(check(ModelFixture.qwen3()).head()).isEqualTo(Head.TIED);
    int tokens = check(ModelFixture.qwen3()).vocabularySize();
    ModelFixture classifier =
        ModelFixture.qwen3()
            .tensor("cls.output.weight", GgmlType.F16, 64, 1)
            .set("qwen3.pooling_type", 4);
    assertThat(check(classifier).head()).isEqualTo(Head.CLASSIFIER);
    ModelFixture both = classifier.tensor("output.weight", GgmlType.Q8_0, 64, tokens);
    assertThat(check(both).head()).isEqualTo(Head.OWN);
    assertThat(check(both.set("rank1.classifier.row", 0)).head()).isEqualTo(Head.ROW);
    assertRefused(both.set("rank1.classifier.row", 7), "rank1.classifier.row is 7");
    assertRefused(both.without("rank1.classifier.row").set("qwen3.pooling_type", 5), "is 5");
  }

  @Test
  void refusesAnOutputThatLlamaCppDoesNotTakeOrMisses() throws IOException {
    ModelFixture gemma = ModelFixture.sentencePiece("gemma");
    ModelSummary summary = check(gemma);
    assertThat(summary.head()).isEqualTo(Head.TIED);
    assertThat(summary.support()).isEqualTo(Support.SUPPORTED);
    assertRefused(
        gemma.tensor("output.weight", GgmlType.Q8_0, 64, summary.vocabularySize()),
        "it has an output.weight, and llama.cpp takes the embedding of a gemma for it");
    assertRefused(
        ModelFixture.sentencePiece("olmo2"),
        "it has no head: neither output.weight nor cls.output.weight");
  }
}
