package io.rank1.models.synthetic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The settings of a made-up checkpoint. */
final class CheckpointJson {
  private CheckpointJson() {}

  static String config(
      CheckpointFamily family,
      ModelShape shape,
      CheckpointVocabulary vocabulary,
      RandomCheckpoint.Weights weights,
      RandomCheckpoint.Head head,
      int rows) {
    String more =
        switch (family) {
          case QWEN2 -> ", \"use_sliding_window\": false, \"sliding_window\": 131072";
          case LLAMA_3_1 ->
              ", \"rope_scaling\": {\"factor\": 8.0, \"low_freq_factor\": 1.0,"
                  + " \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 8192,"
                  + " \"rope_type\": \"llama3\"}";
          case QWEN3 ->
              String.format(
                  Locale.ROOT,
                  ", \"head_dim\": %d, \"attention_bias\": false, \"use_sliding_window\": false,"
                      + " \"sliding_window\": null",
                  shape.headDim());
          case MISTRAL_SMALL ->
              String.format(
                  Locale.ROOT, ", \"head_dim\": %d, \"sliding_window\": null", shape.headDim());
          case LLAMA_2 -> ", \"rope_scaling\": null, \"attention_bias\": false";
          case MISTRAL_7B -> ", \"sliding_window\": 4096";
          case GEMMA ->
              String.format(
                  Locale.ROOT,
                  ", \"head_dim\": %d, \"hidden_activation\": \"gelu_pytorch_tanh\","
                      + " \"attention_bias\": false",
                  shape.headDim());
        };
    more +=
        switch (weights) {
          case F32, F16, BF16 -> "";
          case AWQ ->
              ", \"quantization_config\": {\"bits\": 4, \"group_size\": 128,"
                  + " \"modules_to_not_convert\": null, \"quant_method\": \"awq\","
                  + " \"version\": \"gemm\", \"zero_point\": true}";
          case PACK_QUANTIZED -> compressedTensors(false);
          case PACK_QUANTIZED_SYMMETRIC -> compressedTensors(true);
        };
    return String.format(
        Locale.ROOT,
        """
        {"architectures": ["%s%s"], "hidden_act": "%s", "hidden_size": %d,
         "intermediate_size": %d, "max_position_embeddings": %d, "num_attention_heads": %d,
         "num_hidden_layers": %d, "num_key_value_heads": %d, "rms_norm_eps": %s,
         "rope_theta": %s, "tie_word_embeddings": %s, "vocab_size": %d,
         "bos_token_id": %d, "eos_token_id": %d%s}
        """,
        family.family(),
        head.classSuffix(),
        family == CheckpointFamily.GEMMA ? "gelu" : "silu",
        shape.hidden(),
        shape.ffn(),
        shape.contextLength(),
        shape.heads(),
        shape.layers(),
        shape.kvHeads(),
        shape.rmsEps(),
        shape.ropeBase(),
        shape.output() == ModelShape.Output.TIED,
        rows,
        vocabulary.bos(),
        vocabulary.eos(),
        more);
  }

  private static String compressedTensors(boolean symmetric) {
    return String.format(
        Locale.ROOT,
        """
        , "quantization_config": {"quant_method": "compressed-tensors", "format": "pack-quantized",
          "quantization_status": "compressed", "ignore": ["lm_head"], "kv_cache_scheme": null,
          "sparsity_config": {}, "transform_config": {}, "config_groups": {"group_0":
          {"targets": ["Linear"], "input_activations": null, "output_activations": null, "weights":
          {"num_bits": 4, "type": "int", "symmetric": %s, "strategy": "group", "group_size": 128,
          "actorder": null, "dynamic": false}}}}""",
        symmetric);
  }

  static String tokenizerConfig(Vocabulary vocabulary) {
    String bos = vocabulary.tokens().get(vocabulary.bos());
    List<String> added = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      TokenType type = vocabulary.types().get(id);
      if (type == TokenType.CONTROL || type == TokenType.USER_DEFINED) {
        String text = vocabulary.tokens().get(id);
        added.add(
            String.format(
                Locale.ROOT,
                "\"%d\": {\"content\": \"%s\", \"special\": %s}",
                id,
                text,
                type == TokenType.CONTROL));
      }
    }
    return String.format(
        Locale.ROOT,
        """
        {"bos_token": %s, "eos_token": "%s", "pad_token": {"content": "%s"},
         "chat_template": "{{ messages }}", "added_tokens_decoder": {%s}}
        """,
        vocabulary.bosUse() == Vocabulary.BosUse.ADDED ? '"' + bos + '"' : "null",
        vocabulary.tokens().get(vocabulary.eos()),
        vocabulary.tokens().get(vocabulary.eos()),
        String.join(", ", added));
  }

  /** Where rank1's own files list the markers once more. */
  static String specialTokens(Vocabulary vocabulary) {
    String markers =
        Stream.of(Markers.THINK, Markers.END_THINK)
            .filter(
                marker -> {
                  int id = vocabulary.tokens().indexOf(marker);
                  return id >= 0 && vocabulary.types().get(id) == TokenType.CONTROL;
                })
            .map(marker -> '"' + marker + '"')
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "{\"eos_token\": \"%s\", \"additional_special_tokens\": [%s]}",
        vocabulary.tokens().get(vocabulary.eos()),
        markers);
  }

  static void tokenizer(Path file, CheckpointFamily family, Vocabulary vocabulary)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("version", "1.0");
      addedTokens(json, vocabulary);
      json.writeName("normalizer");
      if (family.architecture() != Architecture.LLAMA) {
        json.writeStartObject().writeStringProperty("type", "NFC").writeEndObject();
      } else {
        json.writeNull();
      }
      preTokenizer(json, family);
      if (vocabulary.bosUse() == Vocabulary.BosUse.ADDED) {
        postProcessor(json, vocabulary.tokens().get(vocabulary.bos()));
      }
      model(json, family, vocabulary);
      json.writeEndObject();
    }
  }

  private static void addedTokens(JsonGenerator json, Vocabulary vocabulary) {
    json.writeName("added_tokens").writeStartArray();
    for (int id = 0; id < vocabulary.size(); id++) {
      TokenType type = vocabulary.types().get(id);
      if (type == TokenType.CONTROL || type == TokenType.USER_DEFINED) {
        json.writeStartObject();
        json.writeNumberProperty("id", id);
        json.writeStringProperty("content", vocabulary.tokens().get(id));
        json.writeBooleanProperty("normalized", false);
        json.writeBooleanProperty("special", type == TokenType.CONTROL);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static void preTokenizer(JsonGenerator json, CheckpointFamily family) {
    json.writeName("pre_tokenizer").writeStartObject();
    json.writeStringProperty("type", "Sequence");
    json.writeName("pretokenizers").writeStartArray();
    json.writeStartObject().writeStringProperty("type", "Split");
    json.writeName("pattern").writeStartObject();
    json.writeStringProperty("Regex", family.splitRegex()).writeEndObject();
    json.writeStringProperty("behavior", "Isolated");
    json.writeBooleanProperty("invert", false).writeEndObject();
    json.writeStartObject().writeStringProperty("type", "ByteLevel");
    json.writeBooleanProperty("add_prefix_space", false);
    json.writeBooleanProperty("trim_offsets", false);
    json.writeBooleanProperty("use_regex", false).writeEndObject();
    json.writeEndArray().writeEndObject();
  }

  private static void postProcessor(JsonGenerator json, String bos) {
    json.writeName("post_processor").writeStartObject();
    json.writeStringProperty("type", "TemplateProcessing");
    json.writeName("single").writeStartArray();
    json.writeStartObject().writeName("SpecialToken").writeStartObject();
    json.writeStringProperty("id", bos).writeNumberProperty("type_id", 0);
    json.writeEndObject().writeEndObject();
    json.writeStartObject().writeName("Sequence").writeStartObject();
    json.writeStringProperty("id", "A").writeNumberProperty("type_id", 0);
    json.writeEndObject().writeEndObject();
    json.writeEndArray().writeEndObject();
  }

  /** Merges are strings in Qwen's files and pairs in others. */
  private static void model(JsonGenerator json, CheckpointFamily family, Vocabulary vocabulary) {
    boolean pairs = family.architecture() == Architecture.LLAMA;
    json.writeName("model").writeStartObject();
    json.writeStringProperty("type", "BPE");
    json.writeBooleanProperty("byte_fallback", false);
    json.writeBooleanProperty("ignore_merges", pairs);
    json.writeName("vocab").writeStartObject();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.types().get(id) == TokenType.NORMAL) {
        json.writeNumberProperty(vocabulary.tokens().get(id), id);
      }
    }
    json.writeEndObject();
    json.writeName("merges").writeStartArray();
    for (String merge : vocabulary.merges()) {
      if (pairs) {
        json.writeStartArray();
        for (String part : merge.split(" ")) {
          json.writeString(part);
        }
        json.writeEndArray();
      } else {
        json.writeString(merge);
      }
    }
    json.writeEndArray().writeEndObject();
  }
}
