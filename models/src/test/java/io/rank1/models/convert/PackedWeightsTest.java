package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rank1.core.gguf.GgmlType;
import io.rank1.core.gguf.GgufFile;
import io.rank1.models.gguf.Half;
import io.rank1.models.gguf.RowDecoder;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import io.rank1.models.safetensors.SafetensorsWriter;
import io.rank1.models.synthetic.ByteLevelBpe;
import io.rank1.models.synthetic.CheckpointFamily;
import io.rank1.models.synthetic.ModelShape;
import io.rank1.models.synthetic.RandomCheckpoint;
import io.rank1.models.synthetic.RandomCheckpoint.Weights;
import io.rank1.models.synthetic.Vocabulary;
import io.rank1.models.synthetic.Vocabulary.BosUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Packings of four bits: what is in which place, and tensors that are packed or left over. */
class PackedWeightsTest {
  private static final String LAYER = "model.layers.0.mlp.up_proj";

  @TempDir Path folder;

  private Path checkpoint(Weights weights, ModelShape.Output output, boolean head)
      throws IOException {
    CheckpointFamily family = CheckpointFamily.QWEN2;
    Vocabulary vocabulary =
        ByteLevelBpe.vocabulary(
            family.architecture(), BosUse.NOT_ADDED, List.of(" true", " false"));
    ModelShape shape =
        new ModelShape(family.architecture(), 1, 128, 2, 1, 64, 256, 512, 1e6f, 1e-6f, output);
    RandomCheckpoint checkpoint =
        new RandomCheckpoint(family, shape, vocabulary, weights, 320, 1, 4);
    Path path = folder.resolve("rank1-tiny");
    (head ? checkpoint.packHead() : checkpoint).write(path);
    return path;
  }

  /** Writes the only file anew, without some tensors and with others. */
  private static void rewrite(
      Path checkpoint, Predicate<String> without, Consumer<SafetensorsWriter> more)
      throws IOException {
    Path file = checkpoint.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    SafetensorsWriter writer = new SafetensorsWriter();
    for (SafetensorsTensor tensor : Checkpoint.read(checkpoint).tensors().values()) {
      if (!without.test(tensor.name())) {
        ByteBuffer data =
            ByteBuffer.wrap(bytes, (int) tensor.offset(), (int) tensor.byteSize()).slice();
        writer.tensor(tensor.name(), tensor.type(), tensor.shape(), channel -> channel.write(data));
      }
    }
    more.accept(writer);
    Files.delete(file);
    writer.write(file);
  }

  private static void put(
      SafetensorsWriter writer, String name, Dtype type, List<Long> shape, ByteBuffer data) {
    writer.tensor(name, type, shape, channel -> channel.write(data.duplicate()));
  }

  private GgufFile convert(Path checkpoint, Optional<OutputType> type) throws IOException {
    Path out = folder.resolve("m.gguf");
    Conversion conversion = Conversion.plan(checkpoint, type);
    assertThat(conversion.isLossless()).isTrue();
    conversion.write(
        out,
        bytes -> {},
        file -> assertThat(conversion.verify(file, done -> {}).differing()).isZero());
    return GgufFile.read(out);
  }

  @ParameterizedTest
  @CsvSource({
    "AWQ, Q5_0",
    "PACK_QUANTIZED, Q5_0",
    "PACK_QUANTIZED_SYMMETRIC, Q4_0",
  })
  void aPackedHeadIsConvertedExactly(Weights weights, GgmlType type) throws IOException {
    Path checkpoint = checkpoint(weights, ModelShape.Output.UNTIED, true);
    assertThat(Checkpoint.read(checkpoint).tensors()).doesNotContainKey("lm_head.weight");
    GgufFile file = convert(checkpoint, Optional.empty());
    assertThat(file.tensors().get("output.weight").type()).isEqualTo(type);
    assertThat(file.tensors().get("blk.0.ffn_up.weight").type()).isEqualTo(type);
    convert(checkpoint, Optional.of(OutputType.Q8_0));
    convert(checkpoint, Optional.of(OutputType.F32));
  }

  @ParameterizedTest
  @EnumSource(
      value = Weights.class,
      names = {"AWQ", "PACK_QUANTIZED", "PACK_QUANTIZED_SYMMETRIC", "F16"})
  void theTensorsOfATiedHeadAreLeftOut(Weights weights) throws IOException {
    Path checkpoint = checkpoint(weights, ModelShape.Output.UNTIED, true);
    Path config = checkpoint.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true"));
    assertThat(convert(checkpoint, Optional.empty()).tensors()).doesNotContainKey("output.weight");
    assertThat(Conversion.plan(checkpoint, Optional.empty()).notes())
        .filteredOn(note -> note.contains("lm_head"))
        .hasSize(weights == Weights.F16 ? 0 : 1);
  }

  /** Numbers that were packed here, one by one. */
  @ParameterizedTest
  @CsvSource({
    "false, false, 64, F16, Q5_0",
    "false, true, 32, BF16, Q5_0",
    "true, false, 128, BF16, Q4_0",
    "false, false, 128, F32, Q8_0",
    "true, false, 32, F16, F32",
  })
  void everyWeightIsInItsPlace(
      boolean symmetric, boolean plainZeros, int group, Dtype scaleType, OutputType type)
      throws IOException {
    Path checkpoint = checkpoint(Weights.PACK_QUANTIZED, ModelShape.Output.TIED, false);
    int out = 256;
    int in = 128;
    int groups = in / group;
    Random random = new Random(3);
    int[][] q = new int[out][in]; // from -8 to 7, as are zero points
    int[][] z = new int[out][groups];
    float[][] s = new float[out][groups];
    ByteBuffer words = little(out * in / 2);
    ByteBuffer zeros = little(plainZeros ? out * groups : out / 2 * groups);
    ByteBuffer scales = little(out * groups * scaleType.bits() / 8);
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        q[o][i] = random.nextInt(16) - 8;
        int at = 4 * (o * in / 8 + i / 8);
        words.putInt(at, words.getInt(at) | q[o][i] + 8 << 4 * (i % 8));
      }
      for (int g = 0; g < groups; g++) {
        z[o][g] = symmetric ? 0 : random.nextInt(16) - 8;
        s[o][g] = (1 + random.nextInt(128) / 128f) * 0x1p-9f;
        if (plainZeros) {
          zeros.put(o * groups + g, (byte) z[o][g]);
        } else {
          int at = 4 * (o / 8 * groups + g);
          zeros.putInt(at, zeros.getInt(at) | z[o][g] + 8 << 4 * (o % 8));
        }
        switch (scaleType) {
          case F32 -> scales.putFloat(s[o][g]);
          case BF16 -> scales.putShort((short) (Float.floatToIntBits(s[o][g]) >> 16));
          default -> scales.putShort(Half.of(s[o][g]));
        }
      }
    }
    scales.flip();
    rewrite(
        checkpoint,
        name -> name.startsWith(LAYER) || symmetric && name.endsWith("zero_point"),
        writer -> {
          put(writer, LAYER + ".weight_packed", Dtype.I32, List.of(256L, 16L), words);
          put(writer, LAYER + ".weight_scale", scaleType, List.of(256L, (long) groups), scales);
          if (!symmetric) {
            put(
                writer,
                LAYER + ".weight_zero_point",
                plainZeros ? Dtype.I8 : Dtype.I32,
                List.of(plainZeros ? 256L : 32L, (long) groups),
                zeros);
          }
          put(
              writer,
              LAYER + ".weight_shape",
              Dtype.I32,
              List.of(2L),
              little(8).putInt(0, 256).putInt(4, 128));
        });

    GgufFile file = convert(checkpoint, Optional.of(type));

    var tensor = file.tensors().get("blk.0.ffn_up.weight");
    assertThat(tensor.type()).isEqualTo(type.ggmlType());
    ByteBuffer data =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("m.gguf")))
            .slice((int) (file.dataOffset() + tensor.offset()), (int) tensor.byteSize())
            .order(ByteOrder.LITTLE_ENDIAN);
    RowDecoder decoder = RowDecoder.of(tensor.type());
    float[] row = new float[in];
    for (int o = 0; o < out; o++) {
      decoder.decode(data, row);
      for (int i = 0; i < in; i++) {
        assertThat(row[i]).isEqualTo((q[o][i] - z[o][i / group]) * s[o][i / group]);
      }
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void scalesOfAwqInBf16AreTaken() throws IOException {
    Path checkpoint = checkpoint(Weights.AWQ, ModelShape.Output.TIED, false);
    ByteBuffer scales = little(2 * 256);
    for (int i = 0; i < 256; i++) {
      scales.putShort((short) (0x3c00 + i % 64)); // 2^-7 and up
    }
    scales.flip();
    rewrite(
        checkpoint,
        name -> name.equals(LAYER + ".scales"),
        writer -> put(writer, LAYER + ".scales", Dtype.BF16, List.of(1L, 256L), scales));
    convert(checkpoint, Optional.empty());
  }

  @Test
  void refusesWhatItCannotKeep() throws IOException {
    Path checkpoint = checkpoint(Weights.PACK_QUANTIZED, ModelShape.Output.TIED, false);
    ByteBuffer tiny = little(2 * 256);
    tiny.putShort(0, (short) (0x2b01)); // beyond the halves' bits
    replace(checkpoint, ".weight_scale", Dtype.BF16, List.of(256L, 1L), tiny);
    assertThatThrownBy(() -> convert(checkpoint, Optional.of(OutputType.Q8_0)))
        .hasMessageContaining("which the blocks of a GGUF file cannot hold: use --type f32");
    GgufFile file = convert(checkpoint, Optional.empty());
    assertThat(file.tensors().get("blk.0.ffn_up.weight").type()).isEqualTo(GgmlType.F32);
    assertThat(file.tensors().get("blk.0.ffn_down.weight").type()).isEqualTo(GgmlType.Q5_0);
    assertThat(Conversion.plan(checkpoint, Optional.empty()).notes())
        .anyMatch(note -> note.startsWith(LAYER + " becomes F32"));
    convert(checkpoint, Optional.of(OutputType.F32));

    tiny.putShort(0, (short) 0x7f80);
    replace(checkpoint, ".weight_scale", Dtype.BF16, List.of(256L, 1L), tiny);
    refused(checkpoint, "it has scales that are no finite numbers");
    replace(checkpoint, ".weight_scale", Dtype.BF16, List.of(256L, 3L), little(2 * 256 * 3));
    refused(checkpoint, "128 inputs do not divide into 3 groups");
    replace(checkpoint, ".weight_scale", Dtype.BF16, List.of(1L), little(2));
    refused(checkpoint, "it is [1], and supported is a row of scales for each output");
    replace(checkpoint, ".weight_scale", Dtype.BF16, List.of(8L, 1L), little(16));
    refused(checkpoint, "it is BF16[8, 1], and pack-quantized makes it [256, 1]");
  }

  @Test
  void refusesOtherShapesAndOrders() throws IOException {
    Path checkpoint = checkpoint(Weights.PACK_QUANTIZED, ModelShape.Output.TIED, false);
    replace(checkpoint, ".weight_shape", Dtype.I64, List.of(2L), little(16).putLong(0, 256));
    refused(checkpoint, "weight_shape: it is [256, 0], and config.json makes it [256, 128]");
    ByteBuffer right = little(16).putLong(0, 256).putLong(8, 128);
    replace(checkpoint, ".weight_shape", Dtype.I64, List.of(2L), right);
    replace(checkpoint, ".weight_g_idx", Dtype.I32, List.of(128L), little(512));
    refused(checkpoint, "its groups are of inputs in another order (weight_g_idx)");
    rewrite(checkpoint, name -> name.contains("weight_g_idx"), writer -> {});
    replace(
        checkpoint,
        ".weight_zero_point",
        Dtype.I8,
        List.of(256L, 1L),
        little(256).put(9, (byte) 8));
    refused(checkpoint, "weight_zero_point: a zero point is 8, of four bits");
    rewrite(checkpoint, name -> name.equals(LAYER + ".weight_scale"), writer -> {});
    refused(checkpoint, "weight_packed: it has no weight_scale beside it");
  }

  /** A file with packed weights whose config.json does not say so, or says another packing. */
  @Test
  void namesAPackingThatIsNotTheConfigs() throws IOException {
    Path checkpoint = checkpoint(Weights.AWQ, ModelShape.Output.UNTIED, true);
    Path config = checkpoint.resolve("config.json");
    String packed = Files.readString(config);
    Files.writeString(config, packed.replace("quantization_config", "quantized_once"));
    refused(
        checkpoint,
        "the tensor lm_head.weight is missing; there is lm_head.qweight, and that packing is not");
    Files.writeString(config, packed);
    List<String> added = new ArrayList<>();
    rewrite(
        checkpoint,
        name -> name.equals("model.embed_tokens.weight") && added.add(name),
        writer ->
            put(
                writer,
                "model.embed_tokens.qweight",
                Dtype.I32,
                List.of(320L, 16L),
                little(4 * 320 * 16)));
    assertThat(added).hasSize(1);
    refused(
        checkpoint,
        "model.embed_tokens.weight is missing; there is model.embed_tokens.qweight, and that");
  }

  private void replace(
      Path checkpoint, String suffix, Dtype type, List<Long> shape, ByteBuffer data)
      throws IOException {
    rewrite(
        checkpoint,
        name -> name.equals(LAYER + suffix),
        writer -> put(writer, LAYER + suffix, type, shape, data));
  }

  private void refused(Path checkpoint, String rule) {
    assertThatThrownBy(
            () ->
                Conversion.plan(checkpoint, Optional.empty())
                    .write(folder.resolve("no.gguf"), bytes -> {}, file -> {}))
        .isInstanceOf(ConvertException.class)
        .hasMessageContaining(rule);
    assertThat(folder.resolve("no.gguf")).doesNotExist();
  }
}
