package io.rank1.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.rank1.core.json.JsonObject;
import io.rank1.models.safetensors.Checkpoint;
import io.rank1.models.safetensors.Dtype;
import io.rank1.models.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rope scaling, quantization, and special tokens, as files of several generations state them. */
@Tag("locale")
class SettingsTest {
  private static final String ADDED =
      "\"added_tokens\": [{\"id\": 7, \"content\": \"<s>\"}, {\"id\": 8, \"content\": \"</s>\"}]";

  @TempDir Path folder;

  private JsonObject json(String name, String text) throws IOException {
    return JsonObject.read(Files.writeString(folder.resolve(name), text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"rope_theta": 1000000.0} | NONE | 1 | 0
          {"rope_theta": 1e6, "rope_scaling": null} | NONE | 1 | 0
          {"rope_parameters": {"rope_theta": 1e6, "rope_type": "default"}} | NONE | 1 | 0
          {"rope_theta": 1e6, "rope_scaling": {"type": "linear", "factor": 4}} | LINEAR | 4 | 0
          {"rope_theta": 1e6, "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}} | YARN | 4 | 32768
          {"rope_parameters": {"rope_theta": 1e6, "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768, "beta_fast": 32, "beta_slow": 1.0, "attention_factor": null, "truncate": true, "mscale": 1.0, "mscale_all_dim": 0, "partial_rotary_factor": 1.0}} | YARN | 4 | 32768
          {"rope_theta": 1e6, "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768, "finetuned": true, "attention_factor": 1.138629436111989}} | YARN | 4 | 32768
          """)
  void readsRopeScaling(String text, RopeConfig.Scaling scaling, double factor, int original)
      throws IOException {
    RopeConfig rope = RopeConfig.of(json("config.json", text));
    assertThat(rope).isEqualTo(new RopeConfig(1e6f, scaling, factor, 0, 0, original));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"rope_scaling": {"rope_type": "longrope"}} | but 'longrope'
          {"rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 9, "beta_fast": 3}} | rope_scaling.beta_fast is not supported, only its default 32.0 is
          {"rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 9, "beta_slow": 2}} | beta_slow is not supported, only its default 1.0 is
          {"rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 9, "attention_factor": 1.0}} | attention_factor is not supported, only its default 1.1386
          {"rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 9, "truncate": false}} | truncate is not supported, only its default true is
          {"rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 9, "mscale": 1, "mscale_all_dim": 1}} | mscale is not supported
          {"rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 9, "short_factor": [1]}} | short_factor is not supported
          {"rope_scaling": {"type": "linear"}} | rope_scaling.factor is not a positive number
          {"rope_scaling": {"rope_type": "llama3", "factor": 8}} | rope_scaling.low_freq_factor is not a positive number
          {"rope_theta": -1} | rope_theta is not a positive number
          {"rope_scaling": 3} | rope_scaling is not an object
          """)
  void refusesRopeScaling(String text, String rule) throws IOException {
    JsonObject config = json("config.json", text);
    assertThatThrownBy(() -> RopeConfig.of(config)).hasMessageContaining(rule);
  }

  @Test
  void readsTheFileOfEarlyAwq() throws IOException {
    JsonObject config = json("config.json", "{}");
    assertThat(QuantizationConfig.of(folder, config)).isEqualTo(QuantizationConfig.NONE);
    json(
        "quant_config.json",
        "{\"zero_point\": true, \"q_group_size\": 128, \"w_bit\": 4, \"version\": \"GEMM\"}");
    assertThat(QuantizationConfig.of(folder, config)).isEqualTo(QuantizationConfig.AWQ);
    json("quant_config.json", "{\"q_group_size\": 128, \"w_bit\": 3}");
    assertThatThrownBy(() -> QuantizationConfig.of(folder, config))
        .hasMessageContaining("AWQ with 3 bits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"zero_point\": true, \"q_group_size\": 128, \"w_bit\": 4, \"version\": \"GEMM\"",
        "\"quant_method\": \"awq\", \"q_group_size\": 128, \"w_bit\": 4",
        "\"quant_method\": \"awq\", \"bits\": 4, \"w_bit\": 4, \"group_size\": 128"
      })
  void readsEarlyNamesInTheConfig(String block) throws IOException {
    JsonObject config = json("config.json", "{\"quantization_config\": {" + block + "}}");
    assertThat(QuantizationConfig.of(folder, config)).isEqualTo(QuantizationConfig.AWQ);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "quant_method": "awq", "w_bit": 8, "q_group_size": 128 | AWQ with 8 bits, groups of 128
          "quant_method": "awq", "w_bit": 4, "q_group_size": 64 | AWQ with 4 bits, groups of 64
          "w_bit": 4, "q_group_size": -1 | AWQ with 4 bits, groups of -1
          "quant_method": "awq", "bits": 4, "w_bit": 8 | bits is 4, and w_bit is 8
          "quant_method": "gptq", "w_bit": 4 | the weights are quantized by gptq
          "bits": 4, "group_size": 128 | the weights are quantized by unknown
          """)
  void refusesOtherKindsUnderEarlyNames(String block, String rule) throws IOException {
    JsonObject config = json("config.json", "{\"quantization_config\": {" + block + "}}");
    assertThatThrownBy(() -> QuantizationConfig.of(folder, config)).hasMessageContaining(rule);
  }

  private static String compressed(String top, String group, String weights) {
    return String.format(
        Locale.ROOT,
        """
        {"quantization_config": {"quant_method": "compressed-tensors", %s
         "config_groups": {"group_0": {%s "targets": ["Linear"], "weights": {%s}}}}}""",
        top,
        group,
        weights);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "format": "pack-quantized", | `` | "num_bits": 4, "type": "int", "symmetric": true
          "format": "mixed-precision", | "format": "pack-quantized", | "num_bits": 4
          "format": "pack-quantized", "kv_cache_scheme": null, "sparsity_config": {"format": "dense"}, "transform_config": {}, | "input_activations": null, | "num_bits": 4, "actorder": "static"
          """)
  void readsPackQuantized(String top, String group, String weights) throws IOException {
    JsonObject config = json("config.json", compressed(top, group, weights));
    assertThat(QuantizationConfig.of(folder, config)).isEqualTo(QuantizationConfig.PACK_QUANTIZED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "format": "pack-quantized", | `` | "num_bits": 8 | group_0.weights.num_bits is not as compressed-tensors is supported: it is 8, not 4
          "format": "pack-quantized", | `` | "type": "float", "num_bits": 4 | type is not as compressed-tensors is supported: it is float, not int
          "format": "nvfp4-pack-quantized", | `` | "num_bits": 4 | format is not as compressed-tensors is supported: it is nvfp4-pack-quantized, not pack-quantized
          "format": "pack-quantized", | "format": "int-quantized", | "num_bits": 4 | it is int-quantized, not pack-quantized
          "format": "pack-quantized", | "input_activations": {"num_bits": 8}, | "num_bits": 4 | input_activations is not as compressed-tensors is supported: it is there, not absent
          "format": "pack-quantized", "kv_cache_scheme": {"num_bits": 8}, | `` | "num_bits": 4 | kv_cache_scheme is not
          "format": "pack-quantized", "sparsity_config": {"format": "sparse-24-bitmask"}, | `` | "num_bits": 4 | sparsity_config is not
          """)
  void refusesOtherFormatsOfCompressedTensors(String top, String group, String weights, String rule)
      throws IOException {
    JsonObject config = json("config.json", compressed(top, group, weights));
    assertThatThrownBy(() -> QuantizationConfig.of(folder, config)).hasMessageContaining(rule);
  }

  private SpecialTokens special(String config, String tokenizer) throws IOException {
    return SpecialTokens.read(
        folder,
        json("config.json", config),
        Optional.of(json("tokenizer.json", tokenizer)),
        Map.of("<s>", 7, "</s>", 8),
        10,
        false);
  }

  private static String template(String parts) {
    return "{"
        + ADDED
        + ", \"post_processor\": {\"type\": \"Sequence\", \"processors\": ["
        + "{\"type\": \"ByteLevel\"}, {\"type\": \"TemplateProcessing\", \"single\": ["
        + parts
        + "]}]}}";
  }

  private static String token(String text) {
    return "{\"SpecialToken\": {\"id\": \"" + text + "\", \"type_id\": 0}}";
  }

  @Test
  void theTemplateSaysWhatIsAdded() throws IOException {
    json("tokenizer_config.json", "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\"}");
    String text = "{\"Sequence\": {\"id\": \"A\"}}";
    SpecialTokens both = special("{}", template(token("<s>") + "," + text + "," + token("</s>")));
    assertThat(both.adds())
        .containsEntry("tokenizer.ggml.add_bos_token", true)
        .containsEntry("tokenizer.ggml.add_eos_token", true);
    assertThat(both.ids())
        .containsEntry("tokenizer.ggml.bos_token_id", 7)
        .containsEntry("tokenizer.ggml.eos_token_id", 8);
    assertThat(both.notes()).isEmpty();

    SpecialTokens odd = special("{}", template(token("<s>") + "," + token("</s>") + "," + text));
    assertThat(odd.adds()).containsEntry("tokenizer.ggml.add_bos_token", false);
    assertThat(odd.notes()).singleElement().asString().contains("[<s>, </s>] before and [] after");
  }

  @Test
  void settingsGoBeforeTheTemplate() throws IOException {
    json(
        "tokenizer_config.json",
        "{\"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"</s>\", \"add_bos_token\": false,"
            + " \"add_prefix_space\": false, \"chat_template\": [{\"name\": \"default\","
            + " \"template\": \"a\"}, {\"name\": \"tool use\", \"template\": \"b\"}]}");
    SpecialTokens special =
        special("{}", template(token("<s>") + ",{\"Sequence\": {\"id\": \"A\"}}"));
    assertThat(special.adds()).containsEntry("tokenizer.ggml.add_bos_token", false);
    assertThat(special.addSpacePrefix()).hasValue(false);
    assertThat(special.chatTemplates())
        .containsEntry("default", "a")
        .containsEntry("tool use", "b");
  }

  @Test
  void idsCanComeFromOtherFiles() throws IOException {
    String config = "{\"eos_token_id\": [1, 2], \"pad_token_id\": -1, \"bos_token_id\": 3}";
    assertThatThrownBy(() -> special(config, "{}"))
        .hasMessageContaining("neither tokenizer_config.json nor config.json names the eos token");

    json("generation_config.json", "{\"eos_token_id\": 4}");
    SpecialTokens special = special(config, "{}");
    assertThat(special.ids())
        .containsOnly(
            entry("tokenizer.ggml.bos_token_id", 3), entry("tokenizer.ggml.eos_token_id", 4));
    assertThat(special.adds()).containsOnly(entry("tokenizer.ggml.add_bos_token", false));
    assertThatThrownBy(() -> special("{\"bos_token_id\": 10}", "{}"))
        .hasMessageContaining("the bos token has the id 10, of 10");
  }

  @Test
  void biasesAreMovedAsTheirRowsAre() throws IOException {
    ByteBuffer values = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 8; i++) {
      values.putFloat(i);
    }
    new SafetensorsWriter()
        .tensor("bias", Dtype.F32, List.of(8L), channel -> channel.write(values.flip()))
        .write(folder.resolve("model.safetensors"));
    try (ShardChannels shards = new ShardChannels()) {
      ShortVector row =
          ShortVector.read(
              shards,
              Checkpoint.read(folder).tensor("bias").orElseThrow(),
              new RowOrdering(4, true),
              0);
      assertThat(row.values()).containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
    }
  }
}
