package io.rank1.models.convert;

import io.rank1.models.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What {@code config.json} says of a decoder.
 *
 * @param architecture which one
 * @param layers decoder blocks
 * @param hidden width of the residual stream
 * @param ffn width of the feed-forward block
 * @param heads query heads
 * @param kvHeads key and value heads, a divisor of heads
 * @param headDim width of a head, even
 * @param statedHeadDim whether the width is stated, rather than being hidden / heads
 * @param vocabularySize rows of the embedding
 * @param contextLength tokens
 * @param rmsEps epsilon of every norm
 * @param rope rotary embedding
 * @param head what stands behind the decoder
 */
record ModelConfig(
    CheckpointArchitecture architecture,
    int layers,
    int hidden,
    int ffn,
    int heads,
    int kvHeads,
    int headDim,
    boolean statedHeadDim,
    int vocabularySize,
    int contextLength,
    float rmsEps,
    RopeConfig rope,
    OutputHead head) {
  /** What the engine's own check of model files allows. */
  private static final int MAX_LAYERS = 512;

  private static final int MAX_WIDTH = 1 << 20;
  private static final int MAX_HEAD_DIM = 1 << 12;
  static final int MAX_ROWS = 1 << 24;
  private static final int MAX_CONTEXT = 1 << 30;

  /**
   * Reads the sizes.
   *
   * @throws IOException if one is missing, out of range or does not go with the others, or if the
   *     architecture is another
   */
  static ModelConfig of(JsonObject json) throws IOException {
    String className = className(json);
    OutputHead head =
        OutputHead.of(className, json.bool("tie_word_embeddings").orElse(false)).orElseThrow();
    CheckpointArchitecture architecture = CheckpointArchitecture.of(className, head).orElseThrow();
    int hidden = positive(json, "hidden_size", MAX_WIDTH);
    int heads = positive(json, "num_attention_heads", MAX_WIDTH);
    int kvHeads =
        json.has("num_key_value_heads") ? positive(json, "num_key_value_heads", MAX_WIDTH) : heads;
    boolean stated = json.has("head_dim");
    OptionalInt usual = architecture.usualHeadDim();
    boolean quotient = !stated && usual.isEmpty();
    require(
        json, !quotient || hidden % heads == 0, hidden + " do not divide into " + heads + " heads");
    int headDim = stated ? positive(json, "head_dim", MAX_HEAD_DIM) : usual.orElse(hidden / heads);
    require(json, heads % kvHeads == 0, heads + " heads do not share " + kvHeads + " evenly");
    require(json, headDim % 2 == 0, "the width of a head is odd: " + headDim);
    require(
        json,
        architecture != CheckpointArchitecture.QWEN2 || (long) heads * headDim == hidden,
        "in Qwen2 heads * width is the hidden size, here " + heads + " * " + headDim);
    String activation = json.string("hidden_act").orElse("silu");
    require(json, activation.equals("silu"), "hidden_act is " + activation + ", not silu");
    requireNoWindow(json, architecture);
    double eps = json.number("rms_norm_eps").orElse(Double.NaN);
    require(json, eps > 0 && eps < 1, "rms_norm_eps is missing or not between 0 and 1");
    return new ModelConfig(
        architecture,
        positive(json, "num_hidden_layers", MAX_LAYERS),
        hidden,
        positive(json, "intermediate_size", MAX_WIDTH),
        heads,
        kvHeads,
        headDim,
        !quotient,
        positive(json, "vocab_size", MAX_ROWS),
        positive(json, "max_position_embeddings", MAX_CONTEXT),
        (float) eps,
        RopeConfig.of(json),
        head);
  }

  /** The name in {@code architectures}. */
  String className() {
    return architecture.className(head);
  }

  /** The same with another number of rows of the embedding. */
  ModelConfig withVocabularySize(int rows) {
    return new ModelConfig(
        architecture,
        layers,
        hidden,
        ffn,
        heads,
        kvHeads,
        headDim,
        statedHeadDim,
        rows,
        contextLength,
        rmsEps,
        rope,
        head);
  }

  /** Mistral has a window wherever its width is stated, Qwen2 where it also says so. */
  private static void requireNoWindow(JsonObject json, CheckpointArchitecture architecture)
      throws IOException {
    boolean window =
        architecture == CheckpointArchitecture.MISTRAL
            ? json.has("sliding_window")
            : json.bool("use_sliding_window").orElse(false);
    require(
        json,
        !window,
        "it has a sliding_window, which llama.cpp does not know for this architecture");
  }

  /** The class, which is one of {@link CheckpointArchitecture} with one of {@link OutputHead}. */
  private static String className(JsonObject json) throws IOException {
    List<Object> names = json.list("architectures").orElse(List.of());
    List<String> known =
        Stream.of(OutputHead.OWN, OutputHead.ONE_LABEL)
            .flatMap(
                head -> Arrays.stream(CheckpointArchitecture.values()).map(a -> a.className(head)))
            .toList();
    if (names.size() != 1 || !known.contains(String.valueOf(names.get(0)))) {
      throw new ConvertException(
          json.file(), "the architecture " + names + " is not one of " + String.join(", ", known));
    }
    return String.valueOf(names.get(0));
  }

  private static int positive(JsonObject json, String key, int most) throws IOException {
    Optional<Long> value = json.integer(key);
    require(json, value.isPresent(), "it has no " + key);
    require(
        json,
        value.get() > 0 && value.get() <= most,
        key + " is " + value.get() + ", allowed are 1 to " + most);
    return value.get().intValue();
  }

  private static void require(JsonObject json, boolean holds, String rule) throws IOException {
    if (!holds) {
      throw new ConvertException(json.file(), rule);
    }
  }
}
