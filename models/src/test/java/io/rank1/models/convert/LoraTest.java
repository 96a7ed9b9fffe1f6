package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rank1.core.gguf.GgufFile;
import io.rank1.core.gguf.GgufTensor;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsFile;
import io.rank1.models.safetensors.SafetensorsTensor;
import io.rank1.models.safetensors.SafetensorsWriter;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomAdapter;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A merge against one in double precision, which knows neither pieces nor the order of rows. */
class LoraTest {
  private static final List<String> ALL =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  @TempDir Path folder;
  private Path base;
  private Path lora;

  private void write(
      CheckpointFamily family,
      Weights weights,
      ModelShape.Output output,
      List<String> targets,
      boolean head)
      throws IOException {
    ModelShape shape =
        new ModelShape(family.architecture(), 2, 128, 4, 2, 32, 256, 512, 1e6f, 1e-6f, output);
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(family.architecture(), BosUse.ADDED, List.of(" true", " false"));
    base = folder.resolve("base");
    lora = folder.resolve("lora");
    new RandomCheckpoint(family, shape, vocabulary, weights, 280, 2, 4).write(base);
    new RandomAdapter(shape, targets, 6, 24, head, 5).write(lora);
  }

  private void write(List<String> targets) throws IOException {
    write(CheckpointFamily.QWEN2, Weights.BF16, ModelShape.Output.UNTIED, targets, false);
  }

  private Conversion plan(Optional<OutputType> type) throws IOException {
    return Conversion.plan(base, type, Optional.of(lora));
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = lora.resolve(file);
    String text = Files.readString(path, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to), StandardCharsets.ISO_8859_1);
  }

  private void refused(String complaint) {
    assertThatThrownBy(() -> plan(Optional.empty()))
        .isInstanceOf(ConvertException.class)
        .hasMessageContaining(complaint)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private static double[][] doubles(SafetensorsTensor tensor) throws IOException {
    ByteBuffer bytes = bytes(tensor.file(), tensor.offset(), tensor.byteSize());
    int rows = tensor.shape().get(0).intValue();
    double[][] values = new double[rows][tensor.shape().get(1).intValue()];
    for (double[] row : values) {
      for (int i = 0; i < row.length; i++) {
        row[i] =
            tensor.type().bits() == 32
                ? bytes.getFloat()
                : Float.intBitsToFloat(bytes.getShort() << 16);
      }
    }
    return values;
  }

  private static ByteBuffer bytes(Path file, long offset, long size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.read(bytes, offset);
    }
    return bytes.flip();
  }

  private double[][] merged(String layer, double scale) throws IOException {
    List<SafetensorsTensor> all = new ArrayList<>();
    for (String shard : List.of("model-00001-of-00002", "model-00002-of-00002")) {
      all.addAll(SafetensorsFile.read(base.resolve(shard + ".safetensors")).tensors().values());
    }
    double[][] weights =
        doubles(all.stream().filter(t -> t.name().equals(layer + ".weight")).findAny().get());
    var low = SafetensorsFile.read(lora.resolve("adapter_model.safetensors")).tensors();
    if (low.containsKey("base_model.model." + layer + ".lora_A.weight")) {
      double[][] a = doubles(low.get("base_model.model." + layer + ".lora_A.weight"));
      double[][] b = doubles(low.get("base_model.model." + layer + ".lora_B.weight"));
      for (int i = 0; i < weights.length; i++) {
        for (int j = 0; j < weights[i].length; j++) {
          for (int k = 0; k < a.length; k++) {
            weights[i][j] += scale * b[i][k] * a[k][j];
          }
        }
      }
    }
    return weights;
  }

  /** Rows of a head in the order of Hugging Face's code. */
  private static int ggufRow(boolean paired, int row) {
    int inHead = row % 32;
    return paired ? row - inHead + (inHead < 16 ? 2 * inHead : 2 * (inHead - 16) + 1) : row;
  }

  @ParameterizedTest
  @CsvSource({"QWEN2, BF16, false", "LLAMA_3_1, F32, false", "QWEN2, F32, true"})
  void everyWeightIsThatOfAMergeInDoublePrecision(
      CheckpointFamily family, Weights weights, boolean bySquareRoot) throws IOException {
    List<String> some = List.of("q_proj", "v_proj", "o_proj", "down_proj", "k_proj", "gate_proj");
    write(family, weights, ModelShape.Output.UNTIED, some, false);
    if (bySquareRoot) {
      edit("adapter_config.json", "\"use_rslora\": false", "\"use_rslora\": true");
    }
    double scale = bySquareRoot ? 24 / Math.sqrt(6) : 24.0 / 6;
    Path out = folder.resolve("m.gguf");
    Conversion conversion = plan(Optional.of(OutputType.F32));
    conversion.write(
        out,
        bytes -> {},
        file -> assertThat(conversion.verify(file, done -> {}).differing()).isZero());
    GgufFile file = GgufFile.read(out);

    assertThat(conversion.isLossless()).isTrue();
    assertThat(conversion.notes()).anyMatch(note -> note.startsWith("12 matrices are merged"));
    assertThat(file.string("general.name")).hasValue("lora");
    check(file, "model.layers.1.self_attn.q_proj", "blk.1.attn_q", scale, family);
    check(file, "model.layers.0.self_attn.k_proj", "blk.0.attn_k", scale, family);
    check(file, "model.layers.0.self_attn.v_proj", "blk.0.attn_v", scale, family);
    check(file, "model.layers.1.self_attn.o_proj", "blk.1.attn_output", scale, family);
    check(file, "model.layers.0.mlp.gate_proj", "blk.0.ffn_gate", scale, family);
    check(file, "model.layers.1.mlp.down_proj", "blk.1.ffn_down", scale, family);
    check(file, "model.layers.1.mlp.up_proj", "blk.1.ffn_up", 0, family);
  }

  private void check(
      GgufFile file, String layer, String name, double scale, CheckpointFamily family)
      throws IOException {
    double[][] expected = merged(layer, scale);
    GgufTensor tensor = file.tensors().get(name + ".weight");
    ByteBuffer bytes = bytes(file.path(), file.dataOffset() + tensor.offset(), tensor.byteSize());
    boolean paired = family == CheckpointFamily.LLAMA_3_1 && name.matches(".*attn_[qk]");
    for (int row = 0; row < expected.length; row++) {
      int at = ggufRow(paired, row) * expected[row].length * 4;
      for (int i = 0; i < expected[row].length; i++) {
        assertThat((double) bytes.getFloat(at + 4 * i))
            .as("%s[%d][%d]", layer, row, i)
            .isCloseTo(expected[row][i], within(2e-6));
      }
    }
  }

  @Test
  void withoutAWishSumsAreRoundedToTheTypeOfTheBase() throws IOException {
    write(ALL);
    Conversion conversion = plan(Optional.empty());
    conversion.write(
        folder.resolve("m.gguf"),
        bytes -> {},
        file -> {
          Comparison found = conversion.verify(file, done -> {});
          assertThat(found.differing()).isPositive();
          assertThat(found.largest()).isLessThan(0.01);
        });
    assertThat(conversion.type()).isEqualTo(OutputType.BF16);
    assertThat(conversion.isLossless()).isFalse();
    assertThat(conversion.reads(lora.resolve("adapter_model.safetensors"))).isTrue();
    assertThat(conversion.reads(lora.resolve("adapter_config.json"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"UNTIED", "TIED"})
  void aHeadThatItBringsIsTheModels(ModelShape.Output output) throws IOException {
    write(CheckpointFamily.LLAMA_3_1, Weights.F16, output, List.of("q_proj"), true);
    Path out = folder.resolve("m.gguf");
    Conversion conversion = plan(Optional.of(OutputType.F32));
    conversion.write(out, bytes -> {}, file -> {});
    GgufFile file = GgufFile.read(out);
    GgufTensor head = file.tensors().get("output.weight");
    ByteBuffer row = bytes(out, file.dataOffset() + head.offset(), 128 * 4);
    SafetensorsTensor score =
        SafetensorsFile.read(lora.resolve("adapter_model.safetensors"))
            .tensors()
            .get("base_model.model.score.weight");

    assertThat(conversion.head()).isEqualTo(OutputHead.ONE_LABEL);
    assertThat(file.unsigned("rank1.classifier.row")).hasValue(0);
    assertThat(head.dims()).containsExactly(128L, 280L);
    assertThat(file.tensors()).containsKey("token_embd.weight");
    for (double weight : doubles(score)[0]) {
      assertThat((double) row.getFloat()).isEqualTo(weight);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "LORA" | "IA3" | its peft_type is IA3; supported is LORA
          "use_dora": false | "use_dora": true | use_dora is not supported
          "rank_pattern": {} | "rank_pattern": {"q_proj": 4} | rank_pattern is not supported
          "bias": "none" | "bias": "all" | bias is all; supported is none
          "init_lora_weights": true | "init_lora_weights": "pissa" | init_lora_weights is pissa, which changes the base
          "r": 6 | "r": 0 | r is 0, allowed are 1 to
          "r": 6 | "r": 8 | has the shape [6, 128], and the base with r of adapter_config.json makes it [8, 128]
          "lora_alpha": 24 | "lora_alpha": null | it has no lora_alpha
          "v_proj" | "w_proj" | no tensor is of the target module w_proj
          """)
  void refusesWhatCannotBeMerged(String from, String to, String complaint) throws IOException {
    write(List.of("q_proj", "v_proj"));
    edit("adapter_config.json", from, to);
    refused(complaint);
  }

  @Test
  void refusesTensorsWithoutAPlaceOrAPartner() throws IOException {
    write(List.of("q_proj", "v_proj"));
    edit("adapter_model.safetensors", "layers.1.self_attn.v_proj", "layers.1.self_attn.x_proj");
    refused("2 tensors have no place in Qwen2ForCausalLM, for example base_model.model.model.lay");
    edit("adapter_model.safetensors", "x_proj.lora_A", "v_proj.lora_A");
    refused("layers.1.self_attn.v_proj.lora_B.weight is missing");
    edit("adapter_model.safetensors", "x_proj.lora_B.weight", "v_proj.lora_magnitud");
    refused("v_proj.lora_magnitud: this kind of LoRA is not supported");
    edit("adapter_model.safetensors", "base_model.model.", "base_model.mxdel.");
    refused("does not begin with base_model.model.");
  }

  @Test
  void refusesOtherBasesAndFolders() throws IOException {
    write(CheckpointFamily.QWEN2, Weights.AWQ, ModelShape.Output.TIED, ALL, false);
    refused("its weights are packed: a LoRA is merged into the checkpoint before packing");
    write(ALL);
    Files.move(lora.resolve("adapter_model.safetensors"), lora.resolve("adapter_model.bin"));
    refused("it has no adapter_model.safetensors, only adapter_model.bin, which is a program");
    Files.delete(lora.resolve("adapter_config.json"));
    refused("it has no adapter_config.json: is it a LoRA of PEFT's?");
    lora = lora.resolve("nothing");
    refused("nothing: it is no folder");
  }

  @Test
  void refusesAnEmbeddingForAModelWhoseOutputItIs() throws IOException {
    write(CheckpointFamily.QWEN2, Weights.F16, ModelShape.Output.TIED, List.of("q_proj"), false);
    edit("adapter_config.json", "[\"q_proj\"]", "[]");
    new SafetensorsWriter()
        .tensor(
            "base_model.model.model.embed_tokens.weight",
            Dtype.F32,
            List.of(280L, 128L),
            out -> out.write(ByteBuffer.allocate(280 * 128 * 4)))
        .write(lora.resolve("adapter_model.safetensors"));
    refused("it brings an embedding, and in the base that is the output matrix, too");
  }
}
