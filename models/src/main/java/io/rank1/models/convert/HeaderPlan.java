package io.rank1.models.convert;

import io.rank1.models.gguf.GgufWriter;
import io.rank1.models.synthetic.TokenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The metadata of the file to write: the keys and the order of llama.cpp's convert_hf_to_gguf.py,
 * but for what that one takes from the model card.
 */
final class HeaderPlan {
  /** GGML_QNT_VERSION in ggml.h. */
  private static final int QUANTIZATION_VERSION = 2;

  private final ModelConfig config;
  private final ConvertedVocabulary vocabulary;
  private final String prefix;

  HeaderPlan(ModelConfig config, ConvertedVocabulary vocabulary) {
    this.config = config;
    this.vocabulary = vocabulary;
    this.prefix = config.architecture().ggufName() + ".";
  }

  /**
   * Starts a file.
   *
   * @param name of the model, for people
   * @param weights how many the model has
   */
  GgufWriter writer(String name, long weights, OutputType fileType) {
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", config.architecture().ggufName())
            .string("general.type", "model")
            .string("general.name", name)
            .string("general.size_label", sizeLabel(weights))
            .uint32(prefix + "block_count", config.layers())
            .uint32(prefix + "context_length", config.contextLength())
            .uint32(prefix + "embedding_length", config.hidden())
            .uint32(prefix + "feed_forward_length", config.ffn())
            .uint32(prefix + "attention.head_count", config.heads())
            .uint32(prefix + "attention.head_count_kv", config.kvHeads());
    rope(writer);
    writer.float32(prefix + "attention.layer_norm_rms_epsilon", config.rmsEps());
    if (config.statedHeadDim()) {
      writer
          .uint32(prefix + "attention.key_length", config.headDim())
          .uint32(prefix + "attention.value_length", config.headDim());
    }
    writer.uint32("general.file_type", fileType.fileType());
    if (config.head() == OutputHead.ONE_LABEL) {
      writer.uint32(OutputHead.ROW_KEY, 0);
    }
    if (config.architecture().statesSizes()) {
      writer
          .uint32(prefix + "vocab_size", config.vocabularySize())
          .uint32(prefix + "rope.dimension_count", config.headDim());
    }
    writer.uint32("general.quantization_version", QUANTIZATION_VERSION);
    tokenizer(writer);
    return writer;
  }

  private void rope(GgufWriter writer) {
    RopeConfig rope = config.rope();
    switch (rope.scaling()) {
      case LINEAR, YARN -> {
        String type = rope.scaling().name().toLowerCase(Locale.ROOT);
        writer.string(prefix + "rope.scaling.type", type);
        writer.float32(prefix + "rope.scaling.factor", (float) rope.factor());
        if (rope.scaling() == RopeConfig.Scaling.YARN) {
          writer.uint32(prefix + "rope.scaling.original_context_length", rope.originalContext());
        }
      }
      case NONE, LLAMA3 -> {
        // llama3's rule is in the tensor rope_freqs.weight
      }
    }
    writer.float32(prefix + "rope.freq_base", rope.base());
  }

  private void tokenizer(GgufWriter writer) {
    TokenizerModel model = vocabulary.model();
    if (config.architecture().statesSizes() || model instanceof TokenizerModel.SentencePiece) {
      model
          .addSpacePrefix()
          .ifPresent(value -> writer.bool("tokenizer.ggml.add_space_prefix", value));
    }
    writer
        .string("tokenizer.ggml.model", model.ggufName())
        .string("tokenizer.ggml.pre", model.preTokenizerName())
        .strings("tokenizer.ggml.tokens", vocabulary.tokens())
        .int32s(
            "tokenizer.ggml.token_type",
            vocabulary.types().stream().mapToInt(TokenType::id).toArray());
    model.write(writer);
    vocabulary.specialIds().forEach(writer::uint32);
    vocabulary.adds().forEach(writer::bool);
    chatTemplates(writer);
  }

  private void chatTemplates(GgufWriter writer) {
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, String> template : vocabulary.chatTemplates().entrySet()) {
      String name = template.getKey().replaceAll("[^A-Za-z0-9]", "_");
      if (!name.equals("default") && !others.contains(name)) {
        others.add(name);
        writer.string("tokenizer.chat_template." + name, template.getValue());
      }
    }
    if (!others.isEmpty()) {
      writer.strings("tokenizer.chat_templates", others);
    }
    String template = vocabulary.chatTemplates().get("default");
    if (template != null) {
      writer.string("tokenizer.chat_template", template);
    }
  }

  /** The number of weights in two digits at least, such as 494M or 7.6B. */
  static String sizeLabel(long weights) {
    double scaled = weights / 1e3;
    int unit = 0;
    while (scaled >= 1e3 && unit < 3) {
      scaled /= 1e3;
      unit++;
    }
    int decimals = Math.round(scaled) < 10 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", scaled) + "KMBT".charAt(unit);
  }
}
