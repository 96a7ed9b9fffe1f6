package io.rank1.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufNumberArray;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptedModelTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  @TempDir Path folder;

  private final Vocabulary vocabulary =
      ByteLevelBpe.vocabulary(
          Architecture.QWEN2, BosUse.NOT_ADDED, List.of(" true", " false", "</think>", "Okay"));

  @Test
  void computesTheLogitsOfTheScript() throws IOException {
    int close = vocabulary.id("</think>");
    int yes = vocabulary.id(" true");
    int no = vocabulary.id(" false");
    Path path = folder.resolve("scripted.gguf");
    new ScriptedModel(vocabulary)
        .chain(">", "Okay", "</think>")
        .after(close, Map.of(yes, 1.25f, no, 0f))
        .contextLength(256)
        .write(path);

    assertThat(greedy(logits(path, vocabulary.id(">")))).isEqualTo(vocabulary.id("Okay"));
    assertThat(greedy(logits(path, vocabulary.id("Okay")))).isEqualTo(close);
    float[] last = logits(path, close);
    assertThat(greedy(last)).isEqualTo(yes);
    assertThat(last[yes]).isCloseTo(1.25f, ROUNDING);
    assertThat(last[no]).isCloseTo(0f, ROUNDING);
    assertThat(last[0]).isCloseTo(ScriptedModel.REST, ROUNDING);
    assertThat(greedy(logits(path, 'x'))).isEqualTo(vocabulary.eos());
    assertThat(GgufFile.read(path).unsigned("qwen2.context_length")).hasValue(256);
  }

  @ParameterizedTest
  @EnumSource(Markers.class)
  void saysAMarkerAsItsOneToken(Markers markers) throws IOException {
    Vocabulary v =
        ByteLevelBpe.vocabulary(
            Architecture.QWEN2, BosUse.NOT_ADDED, List.of(" true", "</think>", "Okay"), markers);
    Path path = folder.resolve("scripted.gguf");
    new ScriptedModel(v).chain("Okay", "</think>", " true").write(path);

    assertThat(greedy(logits(path, v, v.id("Okay")))).isEqualTo(v.id("</think>"));
    assertThat(greedy(logits(path, v, v.id("</think>")))).isEqualTo(v.id(" true"));
    GgufNumberArray types =
        (GgufNumberArray) GgufFile.read(path).array("tokenizer.ggml.token_type").orElseThrow();
    assertThat(types.integer(v.id("</think>"))).isEqualTo(markers.type().id());
  }

  @Test
  void holdsAsManyStatesAsAScriptNeeds() throws IOException {
    ScriptedModel model = new ScriptedModel(vocabulary).otherwise(Map.of(7, 1f));
    for (int token = 0; token < 200; token++) {
      model.after(token, token + 1);
    }
    Path path = folder.resolve("scripted.gguf");
    model.write(path);

    assertThat(GgufFile.read(path).unsigned("qwen2.embedding_length")).hasValue(256);
    for (int token = 0; token < 200; token++) {
      assertThat(greedy(logits(path, token))).isEqualTo(token + 1);
    }
    assertThat(greedy(logits(path, 200))).isEqualTo(7);
  }

  @Test
  void refusesTokensThatDoNotExist() {
    ScriptedModel model = new ScriptedModel(vocabulary);
    int size = vocabulary.size();
    assertThatThrownBy(() -> model.after(size, 0)).hasMessageContaining("no token");
    assertThatThrownBy(() -> model.after(0, -1)).hasMessageContaining("no token");
    assertThatThrownBy(() -> model.otherwise(Map.of(size, 1f))).hasMessageContaining("no token");
  }

  /** What the engine computes: the embedding, normed, times the output matrix. */
  private float[] logits(Path path, int token) throws IOException {
    return logits(path, vocabulary, token);
  }

  private static float[] logits(Path path, Vocabulary vocabulary, int token) throws IOException {
    GgufFile file = GgufFile.read(path);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int hidden = (int) file.unsigned("qwen2.embedding_length").orElseThrow();
    float[] state = row(file, bytes, "token_embd.weight", token, hidden);
    float[] norm = row(file, bytes, "output_norm.weight", 0, hidden);
    double mean = 0;
    for (float value : state) {
      mean += value * value / (double) hidden;
    }
    float scale = (float) (1 / Math.sqrt(mean + 1e-6f));
    float[] logits = new float[vocabulary.size()];
    for (int id = 0; id < logits.length; id++) {
      float[] output = row(file, bytes, "output.weight", id, hidden);
      for (int i = 0; i < hidden; i++) {
        logits[id] += state[i] * scale * norm[i] * output[i];
      }
    }
    return logits;
  }

  private static float[] row(GgufFile file, ByteBuffer bytes, String name, int row, int length) {
    GgufTensor tensor = file.tensors().get(name);
    int begin = (int) (file.dataOffset() + tensor.offset()) + row * length * Float.BYTES;
    float[] values = new float[length];
    bytes
        .slice(begin, length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  private static int greedy(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }
}
