package io.rank1.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgufValueType;
import io.rank1.llama.abi.KvGeneration;
import io.rank1.llama.check.ModelCheck;
import io.rank1.llama.check.ModelUnusableException;
import io.rank1.models.synthetic.Architecture;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomModel;
import io.rank1.models.synthetic.WeightType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers that are stated for every layer: llama.cpp takes what the check takes. */
@Tag("llama")
class HeaderFormsTest {

  /** An array of six numbers takes 32 bytes more than one, so that what follows stays aligned. */
  private static final int LAYERS = 6;

  @TempDir Path folder;

  private Path model() throws IOException {
    ModelShape shape =
        new ModelShape(
            Architecture.QWEN2,
            LAYERS,
            64,
            4,
            2,
            16,
            96,
            512,
            1e6f,
            1e-6f,
            ModelShape.Output.UNTIED);
    Path file = folder.resolve("m.gguf");
    RandomModel.write(file, shape, Fixtures.vocabulary(), WeightType.F32, 3);
    return file;
  }

  /** Where the value of a key begins, with its type. */
  private static int at(byte[] bytes, String key) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(key) + key.length();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void requireTaken(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("changed.gguf"), bytes);
    assertThat(ModelCheck.check(file).kvHeads()).isEqualTo(2);
    try (LlamaModel model = Fixtures.load(file)) {
      assertThat(model.vocabulary().size()).isEqualTo(Fixtures.vocabulary().size());
    }
  }

  /** The file with the KV heads as an array of these elements. */
  private byte[] withHeadsOfLayers(GgufValueType element) throws IOException {
    byte[] bytes = Files.readAllBytes(model());
    int at = at(bytes, "qwen2.attention.head_count_kv");
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(bytes, 0, at);
    ByteBuffer array = little(new byte[16 + 4 * LAYERS]);
    array.putInt(GgufValueType.ARRAY.id()).putInt(element.id()).putLong(LAYERS);
    for (int layer = 0; layer < LAYERS; layer++) {
      array.putInt(2);
    }
    changed.writeBytes(array.array());
    changed.writeBytes(Arrays.copyOfRange(bytes, at + 8, bytes.length));
    return changed.toByteArray();
  }

  @Test
  void headsCanBeStatedForEveryLayer() throws IOException {
    requireTaken(withHeadsOfLayers(GgufValueType.INT32));
  }

  /** The embedded library takes signed ones only, and says so. */
  @Test
  void headsOfLayersCanBeUnsignedForNewerLibraries() throws IOException {
    byte[] bytes = withHeadsOfLayers(GgufValueType.UINT32);
    if (TestRuntime.get().layout().kv() == KvGeneration.SELF) {
      assertThatThrownBy(() -> requireTaken(bytes))
          .isInstanceOf(ModelUnusableException.class)
          .hasMessageContaining("head_count_kv is not a float32, int32 array")
          .hasMessageContaining("a newer llama.cpp than the embedded one may");
    } else {
      requireTaken(bytes);
    }
  }
}
