package io.rank1.models.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.rank1.core.json.JsonObject;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsTensor;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A matrix of 256 inputs and 64 outputs, and a norm of 64, in the packings of the field. */
class ParameterCountTest {
  private static final long WEIGHTS = 256 * 64 + 64;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | weight F16 64 256
          {"quant_method": "awq", "bits": 4} | qweight I32 256 8, qzeros I32 2 8, scales F16 2 64
          {"quant_method": "awq", "w_bit": 4} | qweight I32 256 8, qzeros I32 2 8, scales F16 2 64
          {"quant_method": "gptq", "bits": 8} | qweight I32 64 64, qzeros I32 2 16, scales F16 2 64, g_idx I32 256
          {"quant_method": "gptq", "bits": 3} | qweight I32 24 64, qzeros I32 2 6, scales F16 2 64, g_idx I32 256
          {"quant_method": "gptq", "bits": 4} | B I32 16 128, s F16 2 64, workspace I32 8
          {"quant_method": "compressed-tensors", "config_groups": {"a": {"weights": {"num_bits": 4}}}} | weight_packed I32 64 32, weight_scale BF16 64 2, weight_zero_point I32 8 2
          {"quant_method": "compressed-tensors", "config_groups": {"a": {"weights": {"num_bits": 8}}}} | weight_packed I32 64 64, weight_scale BF16 64 2, weight_g_idx I32 256
          {"quant_method": "compressed-tensors", "config_groups": {"a": {"weights": {"num_bits": 4}}}} | weight_packed U8 64 128, weight_scale F8_E4M3 64 16, weight_global_scale F32 1, input_global_scale F32 1
          {"quant_method": "compressed-tensors"} | weight I8 64 256, weight_scale BF16 64 1, input_scale F32 1, k_scale F32 1
          {"quant_method": "compressed-tensors"} | compressed F16 8192, bitmask U8 64 32, shape I64 2, row_offsets I64 64
          {"quant_method": "compressed-tensors"} | weight_packed I32 16 64, scale_packed F16 2 64, meta I16 16 64
          {"quant_method": "fp8"} | weight F8_E4M3 64 256, weight_scale_inv F32 1 2
          {"quant_method": "fbgemm_fp8"} | weight F8_E4M3 64 256, weight_scale F32 64 1, input_scale_ub F32 1
          {"quant_method": "bitsandbytes", "load_in_4bit": true} | weight U8 8192 1, weight.absmax F32 256, weight.quant_map F32 16, weight.quant_state.bitsandbytes__nf4 U8 80
          {"quant_method": "bitsandbytes", "load_in_8bit": true} | weight I8 64 256, SCB F32 64, weight_format U8
          {"quant_method": "eetq"} | weight I8 64 256, weight_scales F16 64
          {"quant_method": "mxfp4"} | weight_blocks U8 64 8 16, weight_scales U8 64 8
          {"bits": 4, "group_size": 64} | weight U32 64 32, scales F16 64 4, biases F16 64 4
          {"bits": 8, "group_size": 64} | weight U32 64 64, scales F16 64 4, biases F16 64 4
          """)
  void countsTheWeightsOfAPacking(String quantization, String tensors) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    put(writer, "model.norm.weight", Dtype.BF16, List.of(64L), new byte[128]);
    for (String tensor : tensors.split(", ")) {
      String[] parts = tensor.split(" ");
      Dtype type = Dtype.valueOf(parts[1]);
      List<Long> shape = Arrays.stream(parts, 2, parts.length).map(Long::valueOf).toList();
      byte[] bytes = new byte[(int) SafetensorsTensor.byteSize(type, shape)];
      put(writer, "model.layers.0.mlp.up_proj." + parts[0], type, shape, bytes);
    }
    assertThat(count(writer, quantization)).isEqualTo(WEIGHTS);
  }

  /** Rows of 12 weights are filled up to whole words; the shape says how many there are. */
  @Test
  void aStatedShapeGoesBeforeTheWords() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    byte[] shape =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(5).putLong(12).array();
    put(writer, "a.weight_shape", Dtype.I64, List.of(2L), shape);
    put(writer, "a.weight_packed", Dtype.I32, List.of(5L, 2L), new byte[40]);
    byte[] absurd =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-5).putLong(1).array();
    put(writer, "b.weight_shape", Dtype.I64, List.of(2L), absurd);
    put(writer, "b.weight_packed", Dtype.I32, List.of(5L, 2L), new byte[40]);
    assertThat(count(writer, "{\"quant_method\": \"compressed-tensors\"}")).isEqualTo(60 + 80);
  }

  /** A scale that is a weight is counted where nothing is packed. */
  @Test
  void whatIsNotPackedIsCountedAsItIs() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    put(writer, "logit_scale", Dtype.F32, List.of(), new byte[4]);
    put(writer, "model.norm.scale", Dtype.F32, List.of(8L), new byte[32]);
    put(writer, "lm_head.weight", Dtype.F32, List.of(8L), new byte[32]); // the embedding is tied
    assertThat(count(writer, "")).isEqualTo(9);
  }

  private long count(SafetensorsWriter writer, String quantization) throws IOException {
    writer.write(folder.resolve("model.safetensors"));
    Optional<JsonObject> json =
        quantization.isEmpty()
            ? Optional.empty()
            : Optional.of(
                JsonObject.read(
                    Files.writeString(folder.resolve("quantization.json"), quantization)));
    return new ParameterCount(Checkpoint.read(folder), json, true).count();
  }

  private static void put(
      SafetensorsWriter writer, String name, Dtype type, List<Long> shape, byte[] bytes) {
    writer.tensor(name, type, shape, channel -> channel.write(ByteBuffer.wrap(bytes)));
  }
}
