package io.rank1.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.gguf.Half;
import io.rank1.models.synthetic.ModelShape.Output;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelTest {
  @TempDir Path folder;

  @Test
  void namesAndShapesAreThoseOfLlamaCpp() throws IOException {
    GgufFile qwen = GgufFile.read(write(Architecture.QWEN2, WeightType.Q8_0, 1, "q"));
    assertThat(qwen.string("general.architecture")).contains("qwen2");
    assertThat(qwen.unsigned("qwen2.attention.head_count_kv")).hasValue(1);
    assertThat(qwen.tensors()).hasSize(2 + 2 * 12).doesNotContainKey("output.weight");
    assertThat(qwen.tensors().get("token_embd.weight").dims().get(0)).isEqualTo(64);
    assertThat(qwen.tensors().get("blk.1.attn_k.weight").dims()).containsExactly(64L, 32L);
    assertThat(qwen.tensors().get("blk.1.ffn_down.weight").dims()).containsExactly(96L, 64L);
    assertThat(qwen.tensors().get("blk.0.attn_q.bias").type()).isEqualTo(GgmlType.F32);
    assertThat(qwen.tensors().get("blk.0.attn_q.weight").type()).isEqualTo(GgmlType.Q8_0);

    GgufFile llama = GgufFile.read(write(Architecture.LLAMA, WeightType.F16, 1, "l"));
    assertThat(llama.tensors()).hasSize(3 + 2 * 9).containsKey("output.weight");
    assertThat(llama.unsigned("llama.rope.dimension_count")).hasValue(32);
  }

  @Test
  void isDeterministicBySeed() throws IOException {
    for (WeightType type : WeightType.values()) {
      Path first = write(Architecture.QWEN2, type, 1, "first");
      Path again = write(Architecture.QWEN2, type, 1, "again");
      Path other = write(Architecture.QWEN2, type, 2, "other");
      assertThat(again).hasSameBinaryContentAs(first);
      assertThat(Files.mismatch(first, other)).isNotNegative();
    }
  }

  @Test
  void scalesAreTheSameInEveryType() throws IOException {
    double wanted = 1 / Math.sqrt(64);
    for (WeightType type : WeightType.values()) {
      Path path = write(Architecture.QWEN2, type, 3, "scale");
      GgufFile file = GgufFile.read(path);
      GgufTensor gate = file.tensors().get("blk.0.ffn_gate.weight");
      assertThat(deviation(data(path, file, gate), type)).isCloseTo(wanted, Offset.offset(0.006));
    }
  }

  @Test
  void q8NeverHoldsMinus128() throws IOException {
    Path path = write(Architecture.QWEN2, WeightType.Q8_0, 4, "bytes");
    GgufFile file = GgufFile.read(path);
    ByteBuffer data = data(path, file, file.tensors().get("token_embd.weight"));
    for (int i = 0; i < data.limit(); i++) {
      if (i % 34 >= 2) {
        assertThat(data.get(i)).isNotEqualTo((byte) -128);
      }
    }
  }

  @Test
  void refusesShapesThatLlamaCppWouldNotTake() {
    assertThatThrownBy(() -> shape(Architecture.QWEN2, 3, 1)).hasMessageContaining("hidden");
    assertThatThrownBy(() -> shape(Architecture.LLAMA, 3, 2)).hasMessageContaining("evenly");
  }

  private Path write(Architecture architecture, WeightType type, long seed, String name)
      throws IOException {
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(architecture, BosUse.NOT_ADDED, List.of(" true", " false"));
    Path path = folder.resolve(name);
    RandomModel.write(path, shape(architecture, 2, 1), vocabulary, type, seed);
    return path;
  }

  private static ModelShape shape(Architecture architecture, int heads, int kvHeads) {
    Output output = architecture == Architecture.LLAMA ? Output.UNTIED : Output.TIED;
    return new ModelShape(architecture, 2, 64, heads, kvHeads, 32, 96, 128, 1e4f, 1e-6f, output);
  }

  private static ByteBuffer data(Path path, GgufFile file, GgufTensor tensor) throws IOException {
    int begin = (int) (file.dataOffset() + tensor.offset());
    return ByteBuffer.wrap(Files.readAllBytes(path))
        .slice(begin, (int) tensor.byteSize())
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static double deviation(ByteBuffer data, WeightType type) {
    double sum = 0;
    int count = 64 * 96;
    for (int i = 0; i < count; i++) {
      double weight =
          switch (type) {
            case F32 -> data.getFloat(4 * i);
            case F16 -> Half.toFloat(data.getShort(2 * i));
            case Q8_0 ->
                data.get(i / 32 * 34 + 2 + i % 32) * Half.toFloat(data.getShort(i / 32 * 34));
            case Q4_0 -> {
              int nibbles = data.get(i / 32 * 18 + 2 + i % 16) & 0xff;
              int steps = (i % 32 < 16 ? nibbles & 0xf : nibbles >> 4) - 8;
              yield steps * Half.toFloat(data.getShort(i / 32 * 18));
            }
          };
      sum += weight * weight;
    }
    return Math.sqrt(sum / count);
  }
}
